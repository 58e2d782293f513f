//! A mail as it is handed over: sender, recipient and the message, in text alone or in text and HTML.

use url::Url;
use xorb_domain::identity::{EmailAddress, MailFile, MailToSend};
use xorb_domain::jobs::JobError;
use xorb_domain::settings::Settings;
use xorb_entities::ids::MailId;
use xorb_entities::tenants::Language;

use super::{Envelope, Form, eml};

/// A mail, ready to leave.
pub struct Message {
    /// Who sends it: the bare address.
    pub sender: String,
    /// Who gets it.
    pub recipient: EmailAddress,
    /// Headers and body.
    pub text: String,
}

impl Message {
    /// Writes the message. The same mail gives the same message each time, its id included.
    ///
    /// # Errors
    /// `invalid_recipient`.
    pub fn write(
        settings: &Settings,
        file: MailFile,
        mail: &MailToSend,
        form: Form,
    ) -> Result<Self, JobError> {
        let recipient: EmailAddress = mail
            .recipient
            .parse()
            .map_err(|_| JobError::fail("invalid_recipient"))?;
        let public_url = Url::parse(&settings.web.public_url).ok();
        let host = public_url.as_ref().and_then(Url::host_str);
        let host = host.unwrap_or("localhost");
        let from = if settings.mail.from.is_empty() {
            format!("XORB <no-reply@{host}>")
        } else {
            settings.mail.from.clone()
        };
        let id = MailId::from(file.mail_id).to_string();
        let envelope = Envelope {
            host,
            id: &id,
            from: &from,
            recipient: &recipient,
            form,
        };
        let text = eml(mail, &envelope);
        Ok(Self {
            sender: bare_address(&from).to_owned(),
            recipient,
            text,
        })
    }
}

/// The address in `Name <address>`.
fn bare_address(from: &str) -> &str {
    let inner = from
        .rsplit_once('<')
        .and_then(|(_, rest)| rest.strip_suffix('>'));
    inner.unwrap_or(from).trim()
}

/// The tag of the language, as in `Content-Language`.
pub(super) const fn language_tag(language: Language) -> &'static str {
    match language {
        Language::En => "en",
        Language::De => "de",
    }
}
