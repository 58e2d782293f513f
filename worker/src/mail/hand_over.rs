//! Hands one mail over: to the mail server, or as a file where there is none. The file has the name of the mail and the
//! message its id, so that handing it over twice leaves one file, or a message that mail programs know to be the same.

use xorb_domain::AppError;
use xorb_domain::identity::{MailFile, MailToSend};
use xorb_domain::jobs::{JobContext, JobError};

use super::{Form, Message, drop_mail, send_smtp};

/// Hands the mail over.
///
/// # Errors
/// `invalid_recipient`, `mail_rejected`; anything else is tried again.
pub async fn hand_over(
    context: &JobContext,
    file: MailFile,
    mail: &MailToSend,
) -> Result<(), JobError> {
    let settings = &context.core.settings;
    if settings.mail.is_smtp() {
        let message = Message::write(settings, file, mail, Form::TextAndHtml)?;
        return send_smtp(&settings.mail, &message, context.attempt).await;
    }
    let message = Message::write(settings, file, mail, Form::Text)?;
    let data_dir = settings.data_dir.clone();
    tokio::task::spawn_blocking(move || drop_mail(&data_dir, &file, &message.text))
        .await
        .map_err(AppError::internal)?
        .map_err(AppError::unavailable)?;
    Ok(())
}
