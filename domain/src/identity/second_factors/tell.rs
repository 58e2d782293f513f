//! Tells a person by mail that something about their second factors has changed.

use crate::AppError;
use crate::db::TenantTx;
use crate::identity::mails::{Letter, NewMail, SecondFactorLetter, enqueue_mail};
use crate::identity::queries::User;
use crate::tenants::queries::find_tenant;

pub(crate) use crate::identity::mails::SecondFactorChange as Change;

/// Puts the mail into this transaction.
pub(crate) async fn tell(tx: &TenantTx, user: &User, change: Change) -> Result<(), AppError> {
    let tenant = find_tenant(tx).await?;
    let letter = Letter::SecondFactorChanged(SecondFactorLetter {
        tenant_name: tenant.name,
        change,
    });
    let mail = NewMail {
        subject_id: user.subject_id,
        recipient: &user.email,
        language: tenant.language,
        letter: letter.write(tenant.language),
    };
    enqueue_mail(tx, mail).await?;
    Ok(())
}
