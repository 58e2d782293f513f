//! `[mail]`: how mails leave. Without a host they are written into a folder.

use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::durations;
use super::problems::Problems;
use super::section::{Context, Section};
use crate::secret::Secret;

/// How the connection to the mail server is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailTls {
    /// TLS from the first byte, as on port 465.
    Required,
    /// A plain greeting, then TLS or nothing, as on port 587.
    Starttls,
    /// None: only to a server on this machine.
    None,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailSettings {
    /// Empty: mails become files in `{data_dir}/mail`.
    pub smtp_host: String,
    /// 0: the usual port of the protection.
    pub smtp_port: u16,
    pub smtp_user: String,
    pub smtp_password: Secret<String>,
    pub tls: MailTls,
    /// Certificates (PEM) beside the public ones, for a server with a private authority.
    pub ca_file: PathBuf,
    /// The sender. Empty: `no-reply@` the host of `web.public_url`.
    pub from: String,
    /// For one mail, from the connection to the server's last word.
    #[serde(rename = "timeout_seconds", with = "durations::seconds")]
    pub timeout: Duration,
}

impl MailSettings {
    /// Whether mails are handed to a server.
    #[must_use]
    pub fn is_smtp(&self) -> bool {
        !self.smtp_host.is_empty()
    }

    /// Where the server listens.
    #[must_use]
    pub fn port(&self) -> u16 {
        match (self.smtp_port, self.tls) {
            (0, MailTls::Required) => 465,
            (0, MailTls::Starttls) => 587,
            (0, MailTls::None) => 25,
            (port, _) => port,
        }
    }

    fn is_on_this_machine(&self) -> bool {
        let address = self.smtp_host.parse::<IpAddr>();
        self.smtp_host == "localhost" || address.is_ok_and(|address| address.is_loopback())
    }
}

impl Section for MailSettings {
    fn complete(&mut self, _: &Context<'_>, problems: &mut Problems) {
        problems.check_range("mail.timeout_seconds", self.timeout.as_secs(), 1..=300);
        if self.is_smtp() && self.tls == MailTls::None && !self.is_on_this_machine() {
            problems.add(
                "mail.tls",
                "\"none\" is for a mail server on this machine; use \"required\" or \"starttls\"",
            );
        }
        if self.smtp_user.is_empty() != self.smtp_password.expose().is_empty() {
            problems.add(
                "mail.smtp_user",
                "set mail.smtp_user and mail.smtp_password, or neither",
            );
        }
        if self.from.chars().any(char::is_control) {
            problems.add("mail.from", "must be one address on one line");
        }
    }
}
