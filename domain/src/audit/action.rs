//! What can stand in the trail: one list, compared with the schema by a test.

use std::str::FromStr;

/// What was done, `object.verb`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AuditAction {
    /// A permission was missing.
    AccessDenied,
    /// A tenant was made.
    TenantSignedUp,
    /// Somebody logged in, or failed to.
    SessionLoggedIn,
    /// A refresh token was exchanged.
    SessionRefreshed,
    /// A used refresh token came again; the session was ended.
    RefreshTokenReused,
    /// Somebody logged out.
    SessionLoggedOut,
    /// A session was ended by its owner or an administrator.
    SessionRevoked,
    /// A password was changed.
    PasswordChanged,
    /// Somebody was invited.
    UserInvited,
    /// An invitation was accepted.
    InvitationAccepted,
    /// Roles were changed.
    UserRolesUpdated,
    /// A person's access was ended.
    UserDeactivated,
    /// An asset was registered.
    AssetCreated,
    /// An asset was changed.
    AssetUpdated,
    /// An asset was deleted.
    AssetDeleted,
    /// Proof of ownership was looked for.
    AssetVerified,
    /// A scan was asked for.
    ScanStarted,
    /// A scan was cancelled.
    ScanCancelled,
    /// A scan ended.
    ScanFinished,
    /// Scans were stopped or released.
    ScansStopped,
    /// A finding changed its state.
    FindingTriaged,
    /// Evidence was read.
    EvidenceRead,
    /// The audit trail was read.
    AuditRead,
    /// The whole chain was verified.
    AuditVerified,
    /// A job was cancelled.
    JobCancelled,
    /// A job was run again.
    JobRetried,
}

impl AuditAction {
    /// All actions.
    pub const ALL: [Self; 26] = [
        Self::AccessDenied,
        Self::TenantSignedUp,
        Self::SessionLoggedIn,
        Self::SessionRefreshed,
        Self::RefreshTokenReused,
        Self::SessionLoggedOut,
        Self::SessionRevoked,
        Self::PasswordChanged,
        Self::UserInvited,
        Self::InvitationAccepted,
        Self::UserRolesUpdated,
        Self::UserDeactivated,
        Self::AssetCreated,
        Self::AssetUpdated,
        Self::AssetDeleted,
        Self::AssetVerified,
        Self::ScanStarted,
        Self::ScanCancelled,
        Self::ScanFinished,
        Self::ScansStopped,
        Self::FindingTriaged,
        Self::EvidenceRead,
        Self::AuditRead,
        Self::AuditVerified,
        Self::JobCancelled,
        Self::JobRetried,
    ];

    /// The value in `audit_events.action`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AccessDenied => "access.denied",
            Self::TenantSignedUp => "tenant.signed_up",
            Self::SessionLoggedIn => "session.logged_in",
            Self::SessionRefreshed => "session.refreshed",
            Self::RefreshTokenReused => "refresh_token.reused",
            Self::SessionLoggedOut => "session.logged_out",
            Self::SessionRevoked => "session.revoked",
            Self::PasswordChanged => "password.changed",
            Self::UserInvited => "user.invited",
            Self::InvitationAccepted => "invitation.accepted",
            Self::UserRolesUpdated => "user.roles_updated",
            Self::UserDeactivated => "user.deactivated",
            Self::AssetCreated => "asset.created",
            Self::AssetUpdated => "asset.updated",
            Self::AssetDeleted => "asset.deleted",
            Self::AssetVerified => "asset.verified",
            Self::ScanStarted => "scan.started",
            Self::ScanCancelled => "scan.cancelled",
            Self::ScanFinished => "scan.finished",
            Self::ScansStopped => "scans.stopped",
            Self::FindingTriaged => "finding.triaged",
            Self::EvidenceRead => "evidence.read",
            Self::AuditRead => "audit.read",
            Self::AuditVerified => "audit.verified",
            Self::JobCancelled => "job.cancelled",
            Self::JobRetried => "job.retried",
        }
    }
}

impl FromStr for AuditAction {
    type Err = UnknownAction;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|action| action.as_str() == text)
            .ok_or(UnknownAction)
    }
}

/// The text names no action that this version knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown audit action")]
pub struct UnknownAction;
