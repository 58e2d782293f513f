//! Hands one mail over. Its file has the name of the mail, so that handing it over twice leaves one.

use url::Url;
use xorb_domain::AppError;
use xorb_domain::identity::{EmailAddress, MailFile, MailToSend};
use xorb_domain::jobs::JobError;
use xorb_domain::settings::Settings;
use xorb_entities::ids::MailId;

use super::{Envelope, drop_mail, eml};

/// Writes the mail into the folder of sent mails.
///
/// # Errors
/// `invalid_recipient`; `Retry` if the folder can't be written.
pub async fn send_file(
    settings: &Settings,
    file: MailFile,
    mail: &MailToSend,
) -> Result<(), JobError> {
    let recipient: EmailAddress = mail
        .recipient
        .parse()
        .map_err(|_| JobError::fail("invalid_recipient"))?;
    let public_url = Url::parse(&settings.web.public_url).ok();
    let name = MailId::from(file.mail_id).to_string();
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
    tokio::task::spawn_blocking(move || drop_mail(&data_dir, &file, &text))
        .await
        .map_err(AppError::internal)?
        .map_err(AppError::unavailable)?;
    Ok(())
}
