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
    /// All scans of the tenant, or on the platform's own trail of everybody, were stopped.
    ScansStopped,
    /// They were released again.
    ScansReleased,
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
    /// A data-subject request was received.
    RequestCreated,
    /// It is being found out who asks.
    RequestVerifying,
    /// The person was asked for more, to know who asks.
    RequestInfoRequested,
    /// Who asks has been established.
    RequestVerified,
    /// What a request will do was planned.
    RequestPlanned,
    /// A plan was approved.
    RequestApproved,
    /// A request was refused.
    RequestRefused,
    /// A request was given more time.
    RequestExtended,
    /// A request was withdrawn.
    RequestWithdrawn,
    /// Nobody confirmed a request in time.
    RequestExpired,
    /// A request was handed to the controller it concerns.
    RequestRouted,
    /// A completed request was taken up again.
    RequestReopened,
    /// Data-subject requests were read.
    RequestRead,
    /// An erasure has begun: nothing more is written about the person.
    ErasureFenced,
    /// An erasure found other data than its plan; the plan has an addendum.
    ErasureAmended,
    /// A location was erased.
    ErasureTaskDone,
    /// The locations are done; what may be left is looked for.
    ErasureScanning,
    /// An erasure can't go on until something is mended.
    ErasureBlocked,
    /// An erasure goes on.
    ErasureResumed,
    /// An erasure is done and certified.
    ErasureCompleted,
    /// An erasure was repeated on a restored database.
    ErasureReplayed,
    /// Somebody proved again who they are, or failed to.
    SessionSteppedUp,
    /// A webhook endpoint was made.
    WebhookEndpointCreated,
    /// A webhook endpoint was changed.
    WebhookEndpointUpdated,
    /// A webhook endpoint was deleted.
    WebhookEndpointDeleted,
    /// A webhook endpoint was disabled because of how it answered.
    WebhookEndpointDisabled,
    /// A webhook endpoint got a new key.
    WebhookSecretRotated,
    /// A webhook endpoint was sent a ping.
    WebhookEndpointTested,
    /// An event was sent to a webhook endpoint again.
    WebhookRedelivered,
    /// An operator changed a rate limit.
    RateLimitSet,
    /// An operator gave a rate limit back to the settings.
    RateLimitReset,
    /// An operator changed what a tenant may have.
    QuotaSet,
    /// A password was right; the second factor is asked for.
    SessionChallenged,
    /// Somebody began with an authenticator app.
    TotpEnrollmentStarted,
    /// An authenticator app was confirmed, or its code was wrong.
    TotpEnrolled,
    /// An authenticator app was removed.
    TotpRemoved,
    /// New recovery codes took the place of the old ones.
    RecoveryCodesRegenerated,
    /// Somebody began with a passkey.
    PasskeyEnrollmentStarted,
    /// A passkey was added, or its answer did not fit.
    PasskeyEnrolled,
    /// A passkey was removed.
    PasskeyRemoved,
    /// A passkey was asked for, to prove again who somebody is.
    PasskeyStepUpStarted,
    /// What a tenant demands of those who log in was changed.
    AccessPolicyUpdated,
    /// All sessions of a person were ended, or all but one.
    SessionsRevoked,
    /// All second factors of a person were removed by an administrator.
    SecondFactorsRemoved,
    /// A connection to an identity provider was made.
    IdentityProviderCreated,
    /// It was changed.
    IdentityProviderUpdated,
    /// Somebody had it examined.
    IdentityProviderExamined,
    /// A test log-in through it has passed.
    IdentityProviderTested,
    /// It lets people in now.
    IdentityProviderActivated,
    /// It lets nobody in any more.
    IdentityProviderSuspended,
    /// It was deleted, with who was known through it.
    IdentityProviderDeleted,
    /// A domain was named.
    TenantDomainAdded,
    /// It was proven, or could not be.
    TenantDomainVerified,
    /// It was removed.
    TenantDomainRemoved,
    /// An identity provider brought a person who had no account.
    UserProvisioned,
    /// An identity at a provider was linked to an account.
    IdentityLinked,
    /// Somebody known went to a provider: to test it, to link an identity, or to step up.
    FederationTicketIssued,
    /// A program may redeem a log-in.
    LogInCodeIssued,
}

impl AuditAction {
    /// All actions.
    pub const ALL: [Self; 85] = [
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
        Self::ScansReleased,
        Self::FindingTriaged,
        Self::EvidenceRead,
        Self::AuditRead,
        Self::AuditVerified,
        Self::JobCancelled,
        Self::JobRetried,
        Self::RequestCreated,
        Self::RequestVerifying,
        Self::RequestInfoRequested,
        Self::RequestVerified,
        Self::RequestPlanned,
        Self::RequestApproved,
        Self::RequestRefused,
        Self::RequestExtended,
        Self::RequestWithdrawn,
        Self::RequestExpired,
        Self::RequestRouted,
        Self::RequestReopened,
        Self::RequestRead,
        Self::ErasureFenced,
        Self::ErasureAmended,
        Self::ErasureTaskDone,
        Self::ErasureScanning,
        Self::ErasureBlocked,
        Self::ErasureResumed,
        Self::ErasureCompleted,
        Self::ErasureReplayed,
        Self::SessionSteppedUp,
        Self::WebhookEndpointCreated,
        Self::WebhookEndpointUpdated,
        Self::WebhookEndpointDeleted,
        Self::WebhookEndpointDisabled,
        Self::WebhookSecretRotated,
        Self::WebhookEndpointTested,
        Self::WebhookRedelivered,
        Self::RateLimitSet,
        Self::RateLimitReset,
        Self::QuotaSet,
        Self::SessionChallenged,
        Self::TotpEnrollmentStarted,
        Self::TotpEnrolled,
        Self::TotpRemoved,
        Self::RecoveryCodesRegenerated,
        Self::PasskeyEnrollmentStarted,
        Self::PasskeyEnrolled,
        Self::PasskeyRemoved,
        Self::PasskeyStepUpStarted,
        Self::AccessPolicyUpdated,
        Self::SessionsRevoked,
        Self::SecondFactorsRemoved,
        Self::IdentityProviderCreated,
        Self::IdentityProviderUpdated,
        Self::IdentityProviderExamined,
        Self::IdentityProviderTested,
        Self::IdentityProviderActivated,
        Self::IdentityProviderSuspended,
        Self::IdentityProviderDeleted,
        Self::TenantDomainAdded,
        Self::TenantDomainVerified,
        Self::TenantDomainRemoved,
        Self::UserProvisioned,
        Self::IdentityLinked,
        Self::FederationTicketIssued,
        Self::LogInCodeIssued,
    ];

    /// The value in `audit_events.action`.
    #[expect(clippy::too_many_lines, reason = "a line for each action")]
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
            Self::ScansReleased => "scans.released",
            Self::FindingTriaged => "finding.triaged",
            Self::EvidenceRead => "evidence.read",
            Self::AuditRead => "audit.read",
            Self::AuditVerified => "audit.verified",
            Self::JobCancelled => "job.cancelled",
            Self::JobRetried => "job.retried",
            Self::RequestCreated => "request.created",
            Self::RequestVerifying => "request.verifying",
            Self::RequestInfoRequested => "request.info_requested",
            Self::RequestVerified => "request.verified",
            Self::RequestPlanned => "request.planned",
            Self::RequestApproved => "request.approved",
            Self::RequestRefused => "request.refused",
            Self::RequestExtended => "request.extended",
            Self::RequestWithdrawn => "request.withdrawn",
            Self::RequestExpired => "request.expired",
            Self::RequestRouted => "request.routed",
            Self::RequestReopened => "request.reopened",
            Self::RequestRead => "request.read",
            Self::ErasureFenced => "erasure.fenced",
            Self::ErasureAmended => "erasure.amended",
            Self::ErasureTaskDone => "erasure.task_done",
            Self::ErasureScanning => "erasure.scanning",
            Self::ErasureBlocked => "erasure.blocked",
            Self::ErasureResumed => "erasure.resumed",
            Self::ErasureCompleted => "erasure.completed",
            Self::ErasureReplayed => "erasure.replayed",
            Self::SessionSteppedUp => "session.stepped_up",
            Self::WebhookEndpointCreated => "webhook_endpoint.created",
            Self::WebhookEndpointUpdated => "webhook_endpoint.updated",
            Self::WebhookEndpointDeleted => "webhook_endpoint.deleted",
            Self::WebhookEndpointDisabled => "webhook_endpoint.disabled",
            Self::WebhookSecretRotated => "webhook_secret.rotated",
            Self::WebhookEndpointTested => "webhook_endpoint.tested",
            Self::WebhookRedelivered => "webhook.redelivered",
            Self::RateLimitSet => "rate_limit.set",
            Self::RateLimitReset => "rate_limit.reset",
            Self::QuotaSet => "quota.set",
            Self::SessionChallenged => "session.challenged",
            Self::TotpEnrollmentStarted => "totp.enrollment_started",
            Self::TotpEnrolled => "totp.enrolled",
            Self::TotpRemoved => "totp.removed",
            Self::RecoveryCodesRegenerated => "recovery_codes.regenerated",
            Self::PasskeyEnrollmentStarted => "passkey.enrollment_started",
            Self::PasskeyEnrolled => "passkey.enrolled",
            Self::PasskeyRemoved => "passkey.removed",
            Self::PasskeyStepUpStarted => "passkey.step_up_started",
            Self::AccessPolicyUpdated => "access_policy.updated",
            Self::SessionsRevoked => "sessions.revoked",
            Self::SecondFactorsRemoved => "second_factors.removed",
            Self::IdentityProviderCreated => "identity_provider.created",
            Self::IdentityProviderUpdated => "identity_provider.updated",
            Self::IdentityProviderExamined => "identity_provider.examined",
            Self::IdentityProviderTested => "identity_provider.tested",
            Self::IdentityProviderActivated => "identity_provider.activated",
            Self::IdentityProviderSuspended => "identity_provider.suspended",
            Self::IdentityProviderDeleted => "identity_provider.deleted",
            Self::TenantDomainAdded => "tenant_domain.added",
            Self::TenantDomainVerified => "tenant_domain.verified",
            Self::TenantDomainRemoved => "tenant_domain.removed",
            Self::UserProvisioned => "user.provisioned",
            Self::IdentityLinked => "identity.linked",
            Self::FederationTicketIssued => "federation_ticket.issued",
            Self::LogInCodeIssued => "log_in_code.issued",
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
