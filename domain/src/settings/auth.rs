//! `[auth]`: sign-up and sessions. Password hashing has fixed parameters: `identity::passwords`.

use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::durations;
use super::problems::Problems;
use super::section::{Context, Section};
use crate::identity::BreachedPasswords;

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuthSettings {
    pub open_sign_up: bool,
    #[serde(rename = "session_idle_minutes", with = "durations::minutes")]
    pub session_idle: Duration,
    #[serde(rename = "session_absolute_minutes", with = "durations::minutes")]
    pub session_absolute: Duration,
    #[serde(rename = "invitation_days", with = "durations::days")]
    pub invitation_lifetime: Duration,
    /// Longest wait for a turn to hash or verify a password.
    #[serde(rename = "password_wait_seconds", with = "durations::seconds")]
    pub password_wait: Duration,
    /// Empty: none.
    pub breached_passwords_file: PathBuf,
}

impl AuthSettings {
    /// The passwords of known breaches, if there is a file of them.
    #[must_use]
    pub fn breached_passwords(&self) -> Option<BreachedPasswords> {
        BreachedPasswords::open(&self.breached_passwords_file).ok()
    }
}

impl Section for AuthSettings {
    fn complete(&mut self, _: &Context<'_>, problems: &mut Problems) {
        let (idle, absolute) = (
            self.session_idle.as_secs() / 60,
            self.session_absolute.as_secs() / 60,
        );
        problems.check_range("auth.session_idle_minutes", idle, 5..=60);
        problems.check_range("auth.session_absolute_minutes", absolute, 5..=1440);
        if idle > absolute {
            problems.add(
                "auth.session_idle_minutes",
                format_args!("{idle} is longer than auth.session_absolute_minutes ({absolute})"),
            );
        }
        problems.check_range(
            "auth.invitation_days",
            self.invitation_lifetime.as_secs() / 86_400,
            1..=30,
        );
        problems.check_range(
            "auth.password_wait_seconds",
            self.password_wait.as_secs(),
            1..=60,
        );
        if !self.breached_passwords_file.as_os_str().is_empty()
            && let Err(problem) = BreachedPasswords::open(&self.breached_passwords_file)
        {
            problems.add("auth.breached_passwords_file", problem);
        }
    }
}
