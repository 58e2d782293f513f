//! What can stand in the trail: one list, compared with the schema by a test.

use std::str::FromStr;

/// Each action with its name in the trail, `object.verb`.
macro_rules! actions {
    ($($(#[doc = $doc:literal])+ $action:ident = $name:literal,)+) => {
        /// What was done, `object.verb`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum AuditAction {
            $($(#[doc = $doc])+ $action,)+
        }

        impl AuditAction {
            /// All actions.
            pub const ALL: [Self; [$($name),+].len()] = [$(Self::$action),+];

            /// The text in the trail.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$action => $name,)+
                }
            }
        }
    };
}

actions! {
    /// A permission was missing.
    AccessDenied = "access.denied",
    /// A tenant was made.
    TenantSignedUp = "tenant.signed_up",
    /// Somebody logged in, or failed to.
    SessionLoggedIn = "session.logged_in",
    /// A refresh token was exchanged.
    SessionRefreshed = "session.refreshed",
    /// A used refresh token came again; the session was ended.
    RefreshTokenReused = "refresh_token.reused",
    /// Somebody logged out.
    SessionLoggedOut = "session.logged_out",
    /// A session was ended by its owner or an administrator.
    SessionRevoked = "session.revoked",
    /// A password was changed.
    PasswordChanged = "password.changed",
    /// Somebody was invited.
    UserInvited = "user.invited",
    /// An invitation was accepted.
    InvitationAccepted = "invitation.accepted",
    /// Roles were changed.
    UserRolesUpdated = "user.roles_updated",
    /// A person's access was ended.
    UserDeactivated = "user.deactivated",
    /// An asset was registered.
    AssetCreated = "asset.created",
    /// An asset was changed.
    AssetUpdated = "asset.updated",
    /// An asset was deleted.
    AssetDeleted = "asset.deleted",
    /// Proof of ownership was looked for.
    AssetVerified = "asset.verified",
    /// A scan was asked for.
    ScanStarted = "scan.started",
    /// A scan was cancelled.
    ScanCancelled = "scan.cancelled",
    /// A scan ended.
    ScanFinished = "scan.finished",
    /// All scans of the tenant, or on the platform's own trail of everybody, were stopped.
    ScansStopped = "scans.stopped",
    /// They were released again.
    ScansReleased = "scans.released",
    /// A key of the platform or of the tenant was rotated.
    KeyRotated = "key.rotated",
    /// A finding changed its state.
    FindingTriaged = "finding.triaged",
    /// Evidence was read.
    EvidenceRead = "evidence.read",
    /// The audit trail was read.
    AuditRead = "audit.read",
    /// The whole chain was verified.
    AuditVerified = "audit.verified",
    /// A job was cancelled.
    JobCancelled = "job.cancelled",
    /// A job was run again.
    JobRetried = "job.retried",
    /// A data-subject request was received.
    RequestCreated = "request.created",
    /// It is being found out who asks.
    RequestVerifying = "request.verifying",
    /// The person was asked for more, to know who asks.
    RequestInfoRequested = "request.info_requested",
    /// Who asks has been established.
    RequestVerified = "request.verified",
    /// What a request will do was planned.
    RequestPlanned = "request.planned",
    /// A plan was approved.
    RequestApproved = "request.approved",
    /// A request was refused.
    RequestRefused = "request.refused",
    /// A request was given more time.
    RequestExtended = "request.extended",
    /// A request was withdrawn.
    RequestWithdrawn = "request.withdrawn",
    /// Nobody confirmed a request in time.
    RequestExpired = "request.expired",
    /// A request was handed to the controller it concerns.
    RequestRouted = "request.routed",
    /// A completed request was taken up again.
    RequestReopened = "request.reopened",
    /// Data-subject requests were read.
    RequestRead = "request.read",
    /// An erasure has begun: nothing more is written about the person.
    ErasureFenced = "erasure.fenced",
    /// An erasure found other data than its plan; the plan has an addendum.
    ErasureAmended = "erasure.amended",
    /// A location was erased.
    ErasureTaskDone = "erasure.task_done",
    /// The locations are done; what may be left is looked for.
    ErasureScanning = "erasure.scanning",
    /// An erasure can't go on until something is mended.
    ErasureBlocked = "erasure.blocked",
    /// An erasure goes on.
    ErasureResumed = "erasure.resumed",
    /// An erasure is done and certified.
    ErasureCompleted = "erasure.completed",
    /// An erasure was repeated on a restored database.
    ErasureReplayed = "erasure.replayed",
    /// Somebody proved again who they are, or failed to.
    SessionSteppedUp = "session.stepped_up",
    /// A webhook endpoint was made.
    WebhookEndpointCreated = "webhook_endpoint.created",
    /// A webhook endpoint was changed.
    WebhookEndpointUpdated = "webhook_endpoint.updated",
    /// A webhook endpoint was deleted.
    WebhookEndpointDeleted = "webhook_endpoint.deleted",
    /// A webhook endpoint was disabled because of how it answered.
    WebhookEndpointDisabled = "webhook_endpoint.disabled",
    /// A webhook endpoint got a new key.
    WebhookSecretRotated = "webhook_secret.rotated",
    /// A webhook endpoint was sent a ping.
    WebhookEndpointTested = "webhook_endpoint.tested",
    /// An event was sent to a webhook endpoint again.
    WebhookRedelivered = "webhook.redelivered",
    /// An operator changed a rate limit.
    RateLimitSet = "rate_limit.set",
    /// An operator gave a rate limit back to the settings.
    RateLimitReset = "rate_limit.reset",
    /// An operator changed what a tenant may have.
    QuotaSet = "quota.set",
    /// A password was right; the second factor is asked for.
    SessionChallenged = "session.challenged",
    /// Somebody began with an authenticator app.
    TotpEnrollmentStarted = "totp.enrollment_started",
    /// An authenticator app was confirmed, or its code was wrong.
    TotpEnrolled = "totp.enrolled",
    /// An authenticator app was removed.
    TotpRemoved = "totp.removed",
    /// New recovery codes took the place of the old ones.
    RecoveryCodesRegenerated = "recovery_codes.regenerated",
    /// Somebody began with a passkey.
    PasskeyEnrollmentStarted = "passkey.enrollment_started",
    /// A passkey was added, or its answer did not fit.
    PasskeyEnrolled = "passkey.enrolled",
    /// A passkey was removed.
    PasskeyRemoved = "passkey.removed",
    /// A passkey was asked for, to prove again who somebody is.
    PasskeyStepUpStarted = "passkey.step_up_started",
    /// What a tenant demands of those who log in was changed.
    AccessPolicyUpdated = "access_policy.updated",
    /// All sessions of a person were ended, or all but one.
    SessionsRevoked = "sessions.revoked",
    /// All second factors of a person were removed by an administrator.
    SecondFactorsRemoved = "second_factors.removed",
    /// An API key was made.
    ApiKeyCreated = "api_key.created",
    /// An API key was replaced by a new one.
    ApiKeyRotated = "api_key.rotated",
    /// An API key was ended.
    ApiKeyRevoked = "api_key.revoked",
    /// An account for a program was made.
    ServiceAccountCreated = "service_account.created",
    /// Somebody said that they had lost a password.
    PasswordResetRequested = "password_reset.requested",
    /// A lost password was replaced.
    PasswordReset = "password.reset",
    /// A person's access was given back.
    UserReactivated = "user.reactivated",
    /// An owner handed the tenant over.
    OwnershipTransferred = "ownership.transferred",
    /// An invitation was taken back.
    InvitationRevoked = "invitation.revoked",
    /// An invitation was sent once more.
    InvitationResent = "invitation.resent",
    /// Somebody wants another address for their account.
    EmailChangeRequested = "email_change.requested",
    /// An account got another address.
    EmailChanged = "email.changed",
    /// A role was made out of permissions.
    CustomRoleCreated = "custom_role.created",
    /// One of the tenant's own roles was changed.
    CustomRoleUpdated = "custom_role.updated",
    /// One of the tenant's own roles was deleted.
    CustomRoleDeleted = "custom_role.deleted",
    /// Somebody was given others of the tenant's own roles.
    UserCustomRolesUpdated = "user.custom_roles_updated",
    /// Administration was bound to other networks, or freed.
    AdministrationNetworksUpdated = "administration_networks.updated",
    /// A connection to an identity provider was made.
    IdentityProviderCreated = "identity_provider.created",
    /// It was changed.
    IdentityProviderUpdated = "identity_provider.updated",
    /// Somebody had it examined.
    IdentityProviderExamined = "identity_provider.examined",
    /// A test log-in through it has passed.
    IdentityProviderTested = "identity_provider.tested",
    /// It lets people in now.
    IdentityProviderActivated = "identity_provider.activated",
    /// It lets nobody in any more.
    IdentityProviderSuspended = "identity_provider.suspended",
    /// It was deleted, with who was known through it.
    IdentityProviderDeleted = "identity_provider.deleted",
    /// A domain was named.
    TenantDomainAdded = "tenant_domain.added",
    /// It was proven, or could not be.
    TenantDomainVerified = "tenant_domain.verified",
    /// It was removed.
    TenantDomainRemoved = "tenant_domain.removed",
    /// An identity provider brought a person who had no account.
    UserProvisioned = "user.provisioned",
    /// An identity at a provider was linked to an account.
    IdentityLinked = "identity.linked",
    /// It was taken off again.
    IdentityUnlinked = "identity.unlinked",
    /// Somebody known went to a provider: to test it, to link an identity, or to step up.
    FederationTicketIssued = "federation_ticket.issued",
    /// Somebody may run the platform now.
    OperatorCreated = "operator.created",
    /// An operator was given another link to a passkey; the old ones are void.
    OperatorReenrolled = "operator.reenrolled",
    /// An operator's access was ended.
    OperatorDeactivated = "operator.deactivated",
    /// A tenant permitted operators to act in somebody's name.
    SupportAccessGranted = "support_access.granted",
    /// The person has consented.
    SupportAccessConsented = "support_access.consented",
    /// The grant was taken back.
    SupportAccessRevoked = "support_access.revoked",
    /// An operator took a grant.
    ImpersonationStarted = "impersonation.started",
    /// The session in the person's name was opened.
    ImpersonationOpened = "impersonation.opened",
    /// It was ended before its time.
    ImpersonationEnded = "impersonation.ended",
    /// A program may redeem a log-in.
    LogInCodeIssued = "log_in_code.issued",
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
