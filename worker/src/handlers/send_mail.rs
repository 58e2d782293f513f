//! Hands one outgoing mail over: as a file in `{data_dir}/mail`. Its name is that of the mail, so that a run that died
//! between the file and its commit writes the same file again and nobody gets two.

use url::Url;
use uuid::Uuid;
use xorb_domain::AppError;
use xorb_domain::identity::{
    EmailAddress, MailFile, MailToSend, give_up_mail, mark_mail_sent, open_mail,
};
use xorb_domain::jobs::{JobContext, JobError};
use xorb_entities::ids::MailId;

use crate::mail::{Envelope, drop_mail, eml};

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
    write(context, id, &mail).await?;
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

async fn write(context: &JobContext, id: Uuid, mail: &MailToSend) -> Result<(), JobError> {
    let recipient: EmailAddress = mail
        .recipient
        .parse()
        .map_err(|_| JobError::fail("invalid_recipient"))?;
    let settings = &context.core.settings;
    let public_url = Url::parse(&settings.web.public_url).ok();
    let name = MailId::from(id).to_string();
    let envelope = Envelope {
        host: public_url
            .as_ref()
            .and_then(Url::host_str)
            .unwrap_or("localhost"),
        id: &name,
        recipient: &recipient,
    };
    let text = eml(mail, &envelope);
    let data_dir = settings.data_dir.clone();
    let file = MailFile {
        tenant_id: context.scope.tenant_id(),
        mail_id: id,
    };
    tokio::task::spawn_blocking(move || drop_mail(&data_dir, &file, &text))
        .await
        .map_err(AppError::internal)?
        .map_err(AppError::unavailable)?;
    Ok(())
}
