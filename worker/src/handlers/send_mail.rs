//! Hands one outgoing mail over: as a file in `{data_dir}/mail`. Its name is that of the mail, so that a run that died
//! between the file and its commit writes the same file again and nobody gets two.

use xorb_domain::AppError;
use xorb_domain::identity::{MailFile, give_up_mail, mark_mail_sent, open_mail};
use xorb_domain::jobs::{JobContext, JobError};

use crate::mail::send_file;

/// Sends the mail. One that has gone out, or whose person has been erased, needs nothing more.
///
/// # Errors
/// `invalid_recipient`; anything else is tried again.
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
    send_file(&context.core.settings, file, &mail).await?;
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
