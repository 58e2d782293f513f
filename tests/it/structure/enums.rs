//! Which column holds which enum.

use std::collections::BTreeSet;

use sea_orm::{ActiveEnum, Iterable};
use xorb_entities::assets::{AssetKind, VerificationMethod, VerificationState};
use xorb_entities::audit::{ActorKind, AuditOutcome};
use xorb_entities::findings::{FindingEventKind, FindingState, Severity};
use xorb_entities::identity::{
    DomainState, FederationIntent, InvitationState, MailState, MappedRole, ProviderKind,
    ProviderState, Role, RoleSource, RouteKind, SecondFactorPolicy, SessionDelivery,
    SingleSignOnPolicy, SuspendedReason, UserKind, UserStatus,
};
use xorb_entities::jobs::{JobClass, JobState};
use xorb_entities::privacy::{
    IdentificationMethod, RequestChannel, RequestMessageKind, RequestState, RequestTaskState,
    RightKind, SubjectKind, SubjectState,
};
use xorb_entities::scans::{CoverageOutcome, ScanProfile, ScanState, ScanStepState};
use xorb_entities::tenants::{
    Language, PolicyMode, PolicyScope, PolicyUnit, SigningKeyPurpose, SigningKeyState, TenantStatus,
};
use xorb_entities::webhooks::{
    WebhookDeliveryState, WebhookDisabledReason, WebhookEndpointState, WebhookSignatureScheme,
};

pub struct Enumerated {
    pub table: &'static str,
    pub column: &'static str,
    pub words: BTreeSet<String>,
}

fn of<E: ActiveEnum<Value = String> + Iterable>(
    table: &'static str,
    column: &'static str,
) -> Enumerated {
    Enumerated {
        table,
        column,
        words: E::iter().map(|word| word.to_value()).collect(),
    }
}

pub fn all() -> Vec<Enumerated> {
    vec![
        of::<TenantStatus>("tenants", "status"),
        of::<Language>("tenants", "language"),
        of::<SigningKeyPurpose>("signing_keys", "purpose"),
        of::<SigningKeyState>("signing_keys", "state"),
        of::<PolicyScope>("rate_limit_policies", "scope"),
        of::<PolicyUnit>("rate_limit_policies", "unit"),
        of::<PolicyMode>("rate_limit_policies", "mode"),
        of::<SubjectKind>("data_subjects", "kind"),
        of::<SubjectState>("data_subjects", "state"),
        of::<UserStatus>("users", "status"),
        of::<UserKind>("users", "kind"),
        of::<Role>("user_roles", "role"),
        of::<RoleSource>("user_roles", "source"),
        of::<MappedRole>("group_roles", "role"),
        of::<SessionDelivery>("sessions", "delivery"),
        of::<SessionDelivery>("mfa_challenges", "delivery"),
        of::<SecondFactorPolicy>("access_policies", "second_factor"),
        of::<SingleSignOnPolicy>("access_policies", "single_sign_on"),
        of::<InvitationState>("invitations", "state"),
        of::<Language>("outgoing_mails", "language"),
        of::<MailState>("outgoing_mails", "state"),
        of::<AssetKind>("assets", "kind"),
        of::<VerificationMethod>("asset_verifications", "method"),
        of::<VerificationState>("asset_verifications", "state"),
        of::<ScanProfile>("scans", "profile"),
        of::<ScanState>("scans", "state"),
        of::<ScanStepState>("scan_steps", "state"),
        of::<CoverageOutcome>("check_coverage", "outcome"),
        of::<Severity>("findings", "severity"),
        of::<FindingState>("findings", "state"),
        of::<FindingEventKind>("finding_events", "kind"),
        of::<FindingState>("finding_events", "from_state"),
        of::<FindingState>("finding_events", "to_state"),
        of::<RightKind>("data_subject_requests", "right_kind"),
        of::<RequestState>("data_subject_requests", "state"),
        of::<RequestChannel>("data_subject_requests", "channel"),
        of::<Language>("data_subject_requests", "language"),
        of::<IdentificationMethod>("data_subject_requests", "verification_method"),
        of::<RequestTaskState>("data_subject_request_tasks", "state"),
        of::<RequestMessageKind>("data_subject_request_messages", "kind"),
        of::<Language>("data_subject_request_messages", "language"),
        of::<JobClass>("jobs", "class"),
        of::<JobState>("jobs", "state"),
        of::<ActorKind>("audit_events", "actor_kind"),
        of::<AuditOutcome>("audit_events", "outcome"),
        of::<ProviderKind>("identity_providers", "kind"),
        of::<ProviderState>("identity_providers", "state"),
        of::<SuspendedReason>("identity_providers", "suspended_reason"),
        of::<FederationIntent>("federation_states", "intent"),
        of::<SessionDelivery>("federation_states", "delivery"),
        of::<DomainState>("tenant_domains", "state"),
        of::<MappedRole>("group_role_mappings", "role"),
        of::<RouteKind>("federation_routes", "kind"),
        of::<WebhookEndpointState>("webhook_endpoints", "state"),
        of::<WebhookDisabledReason>("webhook_endpoints", "disabled_reason"),
        of::<WebhookSignatureScheme>("webhook_keys", "scheme"),
        of::<WebhookDeliveryState>("webhook_deliveries", "state"),
    ]
}
