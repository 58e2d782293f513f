//! Who may do what: the one table role × permission.
//!
//! A snapshot test prints the whole matrix, so that every change of it is seen in review.

use super::Role;

/// One thing that can be permitted, `resource:action`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Permission {
    /// See the people of the tenant.
    UsersRead,
    /// Invite people.
    UsersInvite,
    /// Change roles, deactivate people.
    UsersManage,
    /// See assets.
    AssetsRead,
    /// Register, change, verify and delete assets.
    AssetsManage,
    /// See scans.
    ScansRead,
    /// Start scans.
    ScansStart,
    /// Cancel scans.
    ScansCancel,
    /// Pull and release the tenant's kill switch for scans.
    ScansStop,
    /// See findings, with evidence.
    FindingsRead,
    /// Change the state of findings.
    FindingsTriage,
    /// See the tenant's jobs.
    JobsRead,
    /// Cancel and retry jobs.
    JobsManage,
    /// Read the audit trail and verify it.
    AuditRead,
    /// See addresses and reasons in the audit trail.
    AuditReadPersonal,
    /// See data-subject requests.
    PrivacyRead,
    /// Handle data-subject requests.
    PrivacyManage,
    /// See webhook endpoints and their deliveries.
    WebhooksRead,
    /// Make, change, test and delete webhook endpoints, and send again.
    WebhooksManage,
    /// Set what is demanded of those who log in.
    AccessPolicyManage,
    /// See identity providers, domains and group mappings.
    IdentityProvidersRead,
    /// Make, change, test, activate and delete them.
    IdentityProvidersManage,
}

impl Permission {
    /// All permissions, in the order of the matrix.
    pub const ALL: [Self; 22] = [
        Self::UsersRead,
        Self::UsersInvite,
        Self::UsersManage,
        Self::AssetsRead,
        Self::AssetsManage,
        Self::ScansRead,
        Self::ScansStart,
        Self::ScansCancel,
        Self::ScansStop,
        Self::FindingsRead,
        Self::FindingsTriage,
        Self::JobsRead,
        Self::JobsManage,
        Self::AuditRead,
        Self::AuditReadPersonal,
        Self::PrivacyRead,
        Self::PrivacyManage,
        Self::WebhooksRead,
        Self::WebhooksManage,
        Self::AccessPolicyManage,
        Self::IdentityProvidersRead,
        Self::IdentityProvidersManage,
    ];

    /// The name clients see in `Viewer.permissions`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::UsersRead => "users:read",
            Self::UsersInvite => "users:invite",
            Self::UsersManage => "users:manage",
            Self::AssetsRead => "assets:read",
            Self::AssetsManage => "assets:manage",
            Self::ScansRead => "scans:read",
            Self::ScansStart => "scans:start",
            Self::ScansCancel => "scans:cancel",
            Self::ScansStop => "scans:stop",
            Self::FindingsRead => "findings:read",
            Self::FindingsTriage => "findings:triage",
            Self::JobsRead => "jobs:read",
            Self::JobsManage => "jobs:manage",
            Self::AuditRead => "audit:read",
            Self::AuditReadPersonal => "audit:read_personal",
            Self::PrivacyRead => "privacy:read",
            Self::PrivacyManage => "privacy:manage",
            Self::WebhooksRead => "webhooks:read",
            Self::WebhooksManage => "webhooks:manage",
            Self::AccessPolicyManage => "access_policy:manage",
            Self::IdentityProvidersRead => "identity_providers:read",
            Self::IdentityProvidersManage => "identity_providers:manage",
        }
    }

    /// Whether `role` holds this permission.
    #[must_use]
    pub fn is_held_by(self, role: Role) -> bool {
        use Role::{
            Admin, Auditor, ComplianceOfficer, Owner, Pentester, PrivacyOfficer, SecurityAnalyst,
            SecurityManager,
        };
        if role == Owner {
            return true;
        }
        match self {
            Self::UsersRead => matches!(
                role,
                Admin | SecurityManager | ComplianceOfficer | PrivacyOfficer | Auditor
            ),
            Self::UsersInvite
            | Self::UsersManage
            | Self::WebhooksRead
            | Self::WebhooksManage
            | Self::IdentityProvidersManage => matches!(role, Admin),
            Self::IdentityProvidersRead => matches!(role, Admin | Auditor),
            Self::AssetsRead | Self::ScansRead | Self::FindingsRead => {
                !matches!(role, PrivacyOfficer)
            }
            Self::AssetsManage | Self::ScansStop | Self::JobsManage => {
                matches!(role, Admin | SecurityManager)
            }
            Self::ScansStart | Self::ScansCancel | Self::FindingsTriage => {
                matches!(role, Admin | SecurityManager | SecurityAnalyst | Pentester)
            }
            Self::JobsRead => matches!(
                role,
                Admin | SecurityManager | SecurityAnalyst | Pentester | Auditor
            ),
            Self::AuditRead => matches!(role, Admin | ComplianceOfficer | PrivacyOfficer | Auditor),
            Self::AuditReadPersonal => matches!(role, Admin | PrivacyOfficer | Auditor),
            Self::PrivacyRead => matches!(role, PrivacyOfficer | ComplianceOfficer | Auditor),
            Self::PrivacyManage => matches!(role, PrivacyOfficer),
            Self::AccessPolicyManage => false,
        }
    }
}
