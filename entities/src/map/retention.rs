//! How long data is kept. A class is a promise: whatever sweeps a table asks its class.

use std::fmt;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Retention {
    /// As long as the account.
    Account,
    /// Until the session, token or invitation has ended, and 30 days more.
    LogIn,
    /// A day.
    Day,
    /// Until sent, and 30 days more.
    Mail,
    /// 90 days after the work is done.
    Work,
    /// One year.
    SecurityLog,
    /// As long as the tenant wants its results: until it deletes them or leaves.
    Tenant,
    /// Three years after the end of the year in which the request was answered.
    Proof,
    /// Ten years.
    AuditTrail,
    /// As long as the installation.
    Installation,
}

impl Retention {
    /// The name under which rows carry their class.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::LogIn => "log_in",
            Self::Day => "day",
            Self::Mail => "mail",
            Self::Work => "work",
            Self::SecurityLog => "security_log",
            Self::Tenant => "tenant",
            Self::Proof => "proof",
            Self::AuditTrail => "audit_trail",
            Self::Installation => "installation",
        }
    }

    /// Days from the end of what the class is about to the end of its data; `None` where no fixed time says it.
    #[must_use]
    pub const fn days(self) -> Option<u16> {
        match self {
            Self::Day => Some(1),
            Self::LogIn | Self::Mail => Some(30),
            Self::Work => Some(90),
            Self::SecurityLog => Some(365),
            Self::Account | Self::Tenant | Self::Proof | Self::AuditTrail | Self::Installation => {
                None
            }
        }
    }
}

impl fmt::Display for Retention {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
