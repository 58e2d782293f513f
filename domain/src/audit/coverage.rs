//! Which operation writes which events: one list, which a test compares with the published schema.
//!
//! Every operation may also write `access.denied`. A mutation that is missing here fails the test.

use super::AuditAction;
use super::AuditAction as A;

/// Mutations, by their field in the schema. Failures of the same operation have the same action and another outcome.
pub const MUTATIONS: &[(&str, &[AuditAction])] = &[
    ("acceptInvitation", &[A::InvitationAccepted]),
    ("activateIdentityProvider", &[A::IdentityProviderActivated]),
    ("addTenantDomain", &[A::TenantDomainAdded]),
    ("approveDataSubjectRequest", &[A::RequestApproved]),
    ("cancelJob", &[A::JobCancelled]),
    ("cancelScan", &[A::ScanCancelled]),
    ("changePassword", &[A::PasswordChanged]),
    ("completeMfa", &[A::SessionLoggedIn]),
    ("confirmEmailChange", &[A::EmailChanged]),
    ("confirmTotp", &[A::TotpEnrolled]),
    ("consentToSupportAccess", &[A::SupportAccessConsented]),
    ("createApiKey", &[A::ApiKeyCreated]),
    ("createAsset", &[A::AssetCreated]),
    ("createCustomRole", &[A::CustomRoleCreated]),
    (
        "createDataSubjectRequest",
        &[A::RequestCreated, A::RequestVerified],
    ),
    ("createIdentityProvider", &[A::IdentityProviderCreated]),
    ("createServiceAccount", &[A::ServiceAccountCreated]),
    ("createWebhookEndpoint", &[A::WebhookEndpointCreated]),
    ("deactivateUser", &[A::UserDeactivated]),
    ("deleteAsset", &[A::AssetDeleted]),
    ("deleteCustomRole", &[A::CustomRoleDeleted]),
    ("deleteIdentityProvider", &[A::IdentityProviderDeleted]),
    ("deleteWebhookEndpoint", &[A::WebhookEndpointDeleted]),
    ("enrollTotp", &[A::TotpEnrollmentStarted]),
    ("extendDataSubjectRequest", &[A::RequestExtended]),
    ("finishPasskeyEnrollment", &[A::PasskeyEnrolled]),
    ("finishPasskeyLogIn", &[A::SessionLoggedIn]),
    ("grantSupportAccess", &[A::SupportAccessGranted]),
    ("inviteUser", &[A::UserInvited]),
    ("linkIdentityProvider", &[A::FederationTicketIssued]),
    ("logIn", &[A::SessionLoggedIn, A::SessionChallenged]),
    ("logOut", &[A::SessionLoggedOut]),
    ("reactivateUser", &[A::UserReactivated]),
    ("redeemLogInCode", &[A::SessionLoggedIn]),
    ("redeliverWebhook", &[A::WebhookRedelivered]),
    (
        "refreshSession",
        &[A::SessionRefreshed, A::RefreshTokenReused],
    ),
    ("refuseDataSubjectRequest", &[A::RequestRefused]),
    ("regenerateRecoveryCodes", &[A::RecoveryCodesRegenerated]),
    ("releaseTenantScans", &[A::ScansReleased]),
    ("removePasskey", &[A::PasskeyRemoved]),
    ("removeSecondFactors", &[A::SecondFactorsRemoved]),
    ("removeTenantDomain", &[A::TenantDomainRemoved]),
    ("removeTotp", &[A::TotpRemoved]),
    ("requestEmailChange", &[A::EmailChangeRequested]),
    ("requestPasswordReset", &[A::PasswordResetRequested]),
    ("resendInvitation", &[A::InvitationResent]),
    ("resetPassword", &[A::PasswordReset]),
    ("retryJob", &[A::JobRetried]),
    ("revokeAllSessions", &[A::SessionsRevoked]),
    ("revokeApiKey", &[A::ApiKeyRevoked]),
    ("revokeInvitation", &[A::InvitationRevoked]),
    ("revokeOtherSessions", &[A::SessionsRevoked]),
    ("revokeSession", &[A::SessionRevoked]),
    ("revokeSupportAccess", &[A::SupportAccessRevoked]),
    ("rotateApiKey", &[A::ApiKeyRotated]),
    ("rotateWebhookSecret", &[A::WebhookSecretRotated]),
    ("signUp", &[A::TenantSignedUp]),
    ("startPasskeyEnrollment", &[A::PasskeyEnrollmentStarted]),
    ("startPasskeyLogIn", &[]),
    ("startPasskeyStepUp", &[A::PasskeyStepUpStarted]),
    ("startScan", &[A::ScanStarted]),
    ("stepUp", &[A::SessionSteppedUp]),
    ("stepUpByIdentityProvider", &[A::FederationTicketIssued]),
    ("stopTenantScans", &[A::ScansStopped]),
    ("suspendIdentityProvider", &[A::IdentityProviderSuspended]),
    ("testIdentityProvider", &[A::IdentityProviderExamined]),
    ("testWebhookEndpoint", &[A::WebhookEndpointTested]),
    ("transferOwnership", &[A::OwnershipTransferred]),
    ("triageFinding", &[A::FindingTriaged]),
    ("unlinkIdentityProvider", &[A::IdentityUnlinked]),
    ("updateAccessPolicy", &[A::AccessPolicyUpdated]),
    (
        "updateAdministrationNetworks",
        &[A::AdministrationNetworksUpdated],
    ),
    ("updateAsset", &[A::AssetUpdated]),
    ("updateCustomRole", &[A::CustomRoleUpdated]),
    ("updateIdentityProvider", &[A::IdentityProviderUpdated]),
    ("updateUserCustomRoles", &[A::UserCustomRolesUpdated]),
    ("updateUserRoles", &[A::UserRolesUpdated]),
    ("updateWebhookEndpoint", &[A::WebhookEndpointUpdated]),
    ("verifyAsset", &[A::AssetVerified]),
    ("verifyAuditTrail", &[A::AuditVerified]),
    ("verifyDataSubjectRequest", &[A::RequestVerified]),
    ("verifyTenantDomain", &[A::TenantDomainVerified]),
    ("withdrawDataSubjectRequest", &[A::RequestWithdrawn]),
];

/// Reads that are events themselves, by type and field in the schema.
pub const SENSITIVE_READS: &[(&str, &str, &[AuditAction])] = &[
    ("Finding", "evidence", &[A::EvidenceRead]),
    ("Query", "auditEvents", &[A::AuditRead]),
    ("Query", "dataSubjectRequest", &[A::RequestRead]),
    ("Query", "dataSubjectRequests", &[A::RequestRead]),
];

/// Events that no operation of the schema writes: every operation's denial, pages and routes, jobs, operators.
pub const ELSEWHERE: &[AuditAction] = &[
    A::AccessDenied,
    A::IdentityProviderTested,
    A::UserProvisioned,
    A::IdentityLinked,
    A::LogInCodeIssued,
    A::ScanFinished,
    A::KeyRotated,
    A::RequestVerifying,
    A::RequestInfoRequested,
    A::RequestPlanned,
    A::RequestExpired,
    A::RequestRouted,
    A::RequestReopened,
    A::ErasureFenced,
    A::ErasureAmended,
    A::ErasureTaskDone,
    A::ErasureScanning,
    A::ErasureBlocked,
    A::ErasureResumed,
    A::ErasureCompleted,
    A::ErasureReplayed,
    A::WebhookEndpointDisabled,
    A::RateLimitSet,
    A::RateLimitReset,
    A::QuotaSet,
    A::OperatorCreated,
    A::OperatorReenrolled,
    A::OperatorDeactivated,
    A::ImpersonationStarted,
    A::ImpersonationOpened,
    A::ImpersonationEnded,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_is_written_by_something() {
        for action in AuditAction::ALL {
            let is_written = ELSEWHERE.contains(&action)
                || MUTATIONS
                    .iter()
                    .any(|(_, actions)| actions.contains(&action))
                || SENSITIVE_READS
                    .iter()
                    .any(|(_, _, actions)| actions.contains(&action));
            assert!(is_written, "nothing writes {}", action.as_str());
        }
    }

    #[test]
    fn the_list_is_sorted_and_names_each_mutation_once() {
        assert!(MUTATIONS.is_sorted_by(|(a, _), (b, _)| a < b));
    }

    #[test]
    fn the_name_of_an_action_is_its_own() {
        for action in AuditAction::ALL {
            assert_eq!(action.as_str().parse(), Ok(action));
        }
    }
}
