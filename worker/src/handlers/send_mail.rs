//! Hands one outgoing mail over: to the mail server, or as a file in `{data_dir}/mail`. A run that died between that and its
//! commit hands the same mail over again, under the same name and message id.

use xorb_domain::AppError;
use xorb_domain::identity::{MailFile, give_up_mail, mark_mail_sent, open_mail};
use xorb_domain::jobs::{JobContext, JobError};

use crate::mail::hand_over;

/// Sends the mail. One that has gone out, or whose person has been erased, needs nothing more.
///
/// # Errors
/// `invalid_recipient`, `mail_rejected`; anything else is tried again.
pub async fn send_mail(context: &JobContext) -> Result<(), JobError> {
    let id = context.arg("mail_id")?;
    let tx = context.core.db.read(&context.scope).await?;
    let mail = open_mail(&tx, id).await?;
    drop(tx);
    let Some(mail) = mail else {
        return Ok(());
    };
    let file = MailFile {
        tenant_id: context.scope.tenant_id(),
        mail_id: id,
    };
    hand_over(context, file, &mail).await?;
    if let Some(effect) = context.effect("sent").await? {
        mark_mail_sent(&effect, id).await?;
        effect.commit().await?;
    }
    Ok(())
}

/// The mail could not be sent after all attempts.
///
/// # Errors
/// As the database says.
pub async fn give_up(context: &JobContext) -> Result<(), AppError> {
    let id = context.arg("mail_id")?;
    let tx = context.core.db.write(&context.scope).await?;
    give_up_mail(&tx, id).await?;
    tx.commit().await
}
