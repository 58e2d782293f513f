//! Mails to the person and to the owners: that a grant was given, and that it is being used.

use crate::AppError;
use crate::db::TenantTx;
use crate::identity::mails::{
    Letter, NewMail, SupportAccessLetter, SupportAccessNews, enqueue_mail,
};
use crate::identity::queries::support_grants::list_owners;
use crate::identity::queries::{User, find_users};
use crate::tenants::queries::find_tenant;

/// Puts the mails into this transaction. An owner who is the person gets the person's.
pub(super) async fn tell(
    tx: &TenantTx,
    person: &User,
    news: SupportAccessNews,
) -> Result<(), AppError> {
    let tenant = find_tenant(tx).await?;
    let owners = find_users(tx, &list_owners(tx).await?).await?;
    let others = owners.iter().filter(|owner| owner.id != person.id);
    for recipient in std::iter::once(person).chain(others) {
        let is_own = recipient.id == person.id;
        let letter = Letter::SupportAccess(SupportAccessLetter {
            tenant_name: tenant.name.clone(),
            person: (!is_own).then(|| person.display_name.clone()),
            news,
        });
        let mail = NewMail {
            subject_id: recipient.subject_id,
            recipient: &recipient.email,
            language: tenant.language,
            letter: letter.write(tenant.language),
        };
        enqueue_mail(tx, mail).await?;
    }
    Ok(())
}
