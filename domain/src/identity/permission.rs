//! Who may do what: the one table role × permission.
//!
//! A snapshot test prints the whole matrix, so that every change of it is seen in review.

use std::str::FromStr;

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
    /// See and end everybody's API keys, make service accounts and their keys.
    ApiKeysManage,
    /// Make, change and delete the tenant's own roles.
    RolesManage,
    /// Bind administration to networks.
    AccessManage,
    /// Permit the platform's operators to act in somebody's name, and take it back.
    SupportAccessManage,
    /// See identity providers, domains and group mappings.
    IdentityProvidersRead,
    /// Make, change, test, activate and delete them.
    IdentityProvidersManage,
}

impl Permission {
    /// All permissions, in the order of the matrix.
    pub const ALL: [Self; 26] = [
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
        Self::ApiKeysManage,
        Self::RolesManage,
        Self::AccessManage,
        Self::SupportAccessManage,
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
            Self::ApiKeysManage => "api_keys:manage",
            Self::RolesManage => "roles:manage",
            Self::AccessManage => "access:manage",
            Self::SupportAccessManage => "support_access:manage",
            Self::IdentityProvidersRead => "identity_providers:read",
            Self::IdentityProvidersManage => "identity_providers:manage",
        }
    }

    /// Reads a comma-separated list as the database has it. What this version does not know permits nothing.
    pub(crate) fn parse_list(text: &str) -> Vec<Self> {
        let known = text.split(',').filter_map(|name| name.parse().ok());
        let mut permissions: Vec<Self> = known.collect();
        permissions.sort_unstable();
        permissions.dedup();
        permissions
    }

    /// Whether it is administration, which a tenant may bind to networks: who may come in and do what, and where data goes.
    #[must_use]
    pub fn is_administration(self) -> bool {
        matches!(
            self,
            Self::UsersInvite
                | Self::UsersManage
                | Self::WebhooksManage
                | Self::ApiKeysManage
                | Self::RolesManage
                | Self::AccessManage
                | Self::SupportAccessManage
                | Self::AccessPolicyManage
                | Self::IdentityProvidersManage
        )
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
            | Self::ApiKeysManage
            | Self::RolesManage
            | Self::AccessManage
            | Self::SupportAccessManage
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

impl FromStr for Permission {
    type Err = UnknownPermission;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|permission| permission.as_str() == text)
            .ok_or(UnknownPermission)
    }
}

/// The text names no permission.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown permission")]
pub struct UnknownPermission;
