//! Hands a message to an SMTP server, over TLS, within one deadline for all of it.
//!
//! What the server says of the mail for good ends the job; everything else, the server's own trouble and ours with it, is
//! tried again. The server's words are never shown: they may repeat addresses.

use std::time::Duration;

use lettre::Address;
use lettre::address::Envelope;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use xorb_domain::AppError;
use xorb_domain::jobs::JobError;
use xorb_domain::settings::{MailSettings, MailTls};

use super::Message;

/// Waits between attempts, in minutes: a server that greylists wants some.
const PAUSES: [u64; 6] = [1, 5, 15, 30, 60, 120];
/// The mail is the server's by then: a goodbye that takes longer is not waited for.
const GOODBYE: Duration = Duration::from_secs(1);
/// Answers that are about us, not about the mail: authentication required, weak, wanted over TLS, or wrong.
const ABOUT_US: [u16; 4] = [530, 534, 535, 538];

/// Sends the message; `attempt` says how often it was tried, this time included.
///
/// # Errors
/// `mail_rejected` for good; `mail_server_unavailable` and `mail_deferred` to be tried again.
pub async fn send_smtp(
    settings: &MailSettings,
    message: &Message,
    attempt: i32,
) -> Result<(), JobError> {
    let deadline = tokio::time::timeout(settings.timeout, deliver(settings, message));
    let delivered = deadline.await.unwrap_or(Err(Failure::Unavailable));
    match delivered {
        Ok(mut connection) => {
            let _ = tokio::time::timeout(GOODBYE, connection.quit()).await;
            Ok(())
        }
        Err(Failure::Rejected) => Err(JobError::fail("mail_rejected")),
        Err(Failure::Deferred) => Err(later("mail_deferred", attempt)),
        Err(Failure::Unavailable) => Err(later("mail_server_unavailable", attempt)),
        Err(Failure::Ours(error)) => Err(error.into()),
    }
}

enum Failure {
    /// The server will never take this mail.
    Rejected,
    /// It may take it later.
    Deferred,
    /// It could not be asked.
    Unavailable,
    Ours(AppError),
}

fn later(code: &'static str, attempt: i32) -> JobError {
    let index = usize::try_from(attempt.saturating_sub(1)).unwrap_or_default();
    let minutes = PAUSES.get(index).or(PAUSES.last()).copied().unwrap_or(1);
    JobError::Retry {
        code,
        after: Some(Duration::from_secs(minutes * 60)),
        cause: None,
    }
}

async fn deliver(
    settings: &MailSettings,
    message: &Message,
) -> Result<AsyncSmtpConnection, Failure> {
    let envelope = envelope(message)?;
    let mut connection = connect(settings, message).await?;
    let sent = connection.send(&envelope, message.text.as_bytes()).await;
    match sent {
        Ok(_) => Ok(connection),
        Err(error) => Err(judge(&error)),
    }
}

fn envelope(message: &Message) -> Result<Envelope, Failure> {
    let recipient: Address = message
        .recipient
        .as_str()
        .parse()
        .map_err(|_| Failure::Rejected)?;
    let sender: Address = message
        .sender
        .parse()
        .map_err(|_| Failure::Ours(AppError::internal("mail.from holds no address")))?;
    Envelope::new(Some(sender), vec![recipient]).map_err(|_| Failure::Rejected)
}

async fn connect(
    settings: &MailSettings,
    message: &Message,
) -> Result<AsyncSmtpConnection, Failure> {
    let (host, port) = (settings.smtp_host.as_str(), settings.port());
    let name = message
        .sender
        .rsplit_once('@')
        .map_or("localhost", |(_, host)| host);
    let hello = ClientId::Domain(name.to_owned());
    let wrapped = match settings.tls {
        MailTls::Required => Some(tls(settings).await?),
        MailTls::Starttls | MailTls::None => None,
    };
    let timeout = Some(settings.timeout);
    let opened =
        AsyncSmtpConnection::connect_tokio1((host, port), timeout, &hello, wrapped, None).await;
    let mut connection = opened.map_err(|error| unavailable(&error))?;
    if settings.tls == MailTls::Starttls {
        let upgraded = connection.starttls(tls(settings).await?, &hello).await;
        upgraded.map_err(|error| unavailable(&error))?;
    }
    if !settings.smtp_user.is_empty() {
        let password = settings.smtp_password.expose().clone();
        let credentials = Credentials::new(settings.smtp_user.clone(), password);
        let known = connection
            .auth(&[Mechanism::Plain, Mechanism::Login], &credentials)
            .await;
        known.map_err(|error| unavailable(&error))?;
    }
    Ok(connection)
}

async fn tls(settings: &MailSettings) -> Result<TlsParameters, Failure> {
    let mut builder = TlsParameters::builder(settings.smtp_host.clone());
    if !settings.ca_file.as_os_str().is_empty() {
        let pem = tokio::fs::read(&settings.ca_file).await;
        let pem = pem.map_err(|error| Failure::Ours(AppError::unavailable(error)))?;
        let certificate = Certificate::from_pem(&pem);
        builder = builder.add_root_certificate(certificate.map_err(|error| unavailable(&error))?);
    }
    builder.build_rustls().map_err(|error| unavailable(&error))
}

fn unavailable(error: &Error) -> Failure {
    let status = error.status().map(u16::from);
    tracing::warn!(
        ?status,
        is_tls = error.is_tls(),
        "the mail server can't be used"
    );
    Failure::Unavailable
}

/// What an answer to the mail itself means.
fn judge(error: &Error) -> Failure {
    let status = error.status().map(u16::from);
    tracing::info!(?status, "the mail server did not take a mail");
    let is_about_us = status.is_some_and(|status| ABOUT_US.contains(&status));
    if (error.is_permanent() || error.is_client()) && !is_about_us {
        Failure::Rejected
    } else if error.is_transient() {
        Failure::Deferred
    } else {
        Failure::Unavailable
    }
}
