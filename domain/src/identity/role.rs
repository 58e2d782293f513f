//! The roles as shipped.

use std::fmt;
use std::str::FromStr;

/// A shipped role. What it may do is in `permission.rs`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Holds every permission.
    Owner,
    /// Runs the tenant: people, assets, scans.
    Admin,
    /// Runs the security programme: assets, scans, findings.
    SecurityManager,
    /// Triages findings and starts scans.
    SecurityAnalyst,
    /// Tests: starts scans and works on findings.
    Pentester,
    /// Reads everything that compliance needs.
    ComplianceOfficer,
    /// Handles data-subject requests.
    PrivacyOfficer,
    /// Reads, including the audit trail.
    Auditor,
    /// Reads assets, scans and findings.
    Viewer,
}

impl Role {
    /// All roles, most powerful first.
    pub const ALL: [Self; 9] = [
        Self::Owner,
        Self::Admin,
        Self::SecurityManager,
        Self::SecurityAnalyst,
        Self::Pentester,
        Self::ComplianceOfficer,
        Self::PrivacyOfficer,
        Self::Auditor,
        Self::Viewer,
    ];

    /// The value in `user_roles.role` and in tokens.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Admin => "admin",
            Self::SecurityManager => "security_manager",
            Self::SecurityAnalyst => "security_analyst",
            Self::Pentester => "pentester",
            Self::ComplianceOfficer => "compliance_officer",
            Self::PrivacyOfficer => "privacy_officer",
            Self::Auditor => "auditor",
            Self::Viewer => "viewer",
        }
    }
}

impl Role {
    /// Reads a comma-separated list as the database has it, most powerful first.
    pub(crate) fn parse_list(text: &str) -> Result<Vec<Self>, UnknownRole> {
        let names = text.split(',').filter(|name| !name.is_empty());
        let mut roles = names.map(str::parse).collect::<Result<Vec<Self>, _>>()?;
        roles.sort_unstable();
        roles.dedup();
        Ok(roles)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|role| role.as_str() == text)
            .ok_or(UnknownRole)
    }
}

/// The text names no shipped role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown role")]
pub struct UnknownRole;

impl From<UnknownRole> for crate::AppError {
    fn from(error: UnknownRole) -> Self {
        Self::internal(error)
    }
}
