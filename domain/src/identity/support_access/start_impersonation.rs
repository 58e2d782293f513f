//! An operator takes a grant: a ticket for one session in the person's name, which the public listener redeems.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use uuid::Uuid;
use xorb_entities::ids::SupportGrantId;

use super::platform_trail::note_in_platform;
use super::reason::Reason;
use super::tell::tell;
use crate::audit::{AuditAction, AuditEvent};
use crate::db::TenantTx;
use crate::identity::mails::SupportAccessNews;
use crate::identity::opaque_token::{OpaqueToken, TokenKind};
use crate::identity::operators::require_operator;
use crate::identity::queries::impersonations::{NewImpersonation, insert_impersonation};
use crate::identity::queries::support_grants::{
    SupportGrant, SupportGrantState, find_grant, lock_grant,
};
use crate::identity::queries::{User, find_user};
use crate::identity::{
    Actor, ActorKind, InputErrors, RequestInfo, pre_authentication, require_step_up,
};
use crate::secret::Secret;
use crate::tenants::TenantScope;
use crate::{AppError, Core, UserErrorCode};

const TICKET_LIFETIME: TimeDelta = TimeDelta::minutes(2);

/// By which grant, and why.
#[derive(Clone, Debug)]
pub struct StartImpersonation {
    pub tenant_slug: String,
    pub grant_id: Uuid,
    pub reason: String,
}

/// What opens the session, once.
#[derive(Clone, Debug)]
pub struct ImpersonationTicket {
    pub impersonation_id: Uuid,
    /// The page on the public listener.
    pub url: Secret<String>,
    /// Until when it can be opened.
    pub expires_at: DateTime<Utc>,
}

/// Gives the ticket. The person and the owners are told.
///
/// # Errors
/// `Forbidden` for who is no operator; `NotFound`; `User`: `InvalidInput`, `InvalidState` for a grant that can't be used,
/// `StepUpRequired`; `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn start_impersonation(
    core: &Core,
    operator: &Actor,
    input: StartImpersonation,
) -> Result<ImpersonationTicket, AppError> {
    require_operator(operator)?;
    let operator_id = operator.user_id.ok_or(AppError::Unauthenticated)?;
    let pseudonym = operator.pid.ok_or(AppError::Unauthenticated)?;
    let mut errors = InputErrors::default();
    let Some(reason) = errors.parse::<Reason>("reason", &input.reason) else {
        return Err(errors.into_error());
    };
    let tx = core.db.read(&core.platform()).await?;
    require_step_up(&tx, operator).await?;
    drop(tx);
    let scope = find_granting_tenant(core, &input.tenant_slug).await?;
    let tx = core.db.read(&scope).await?;
    let grant = find_grant(&tx, input.grant_id).await?;
    check_usable(&grant)?;
    drop(tx);
    // Before anything can be done by it: no use of a grant is missing in either trail.
    let action = AuditAction::ImpersonationStarted;
    note_in_platform(core, action, operator, scope.tenant_id(), grant.id).await?;
    let tx = core.db.write(&scope).await?;
    let grant = lock_grant(&tx, input.grant_id).await?;
    let person = check_grant(&tx, &grant).await?;
    let ticket = OpaqueToken::generate(tx.tenant_id(), tx.services().rng.as_ref());
    let expires_at = tx.now() + TICKET_LIFETIME;
    let impersonation = NewImpersonation {
        id: tx.new_id(),
        subject_id: grant.subject_id,
        grant_id: grant.id,
        operator_id,
        operator_pid: pseudonym,
        reason: reason.as_str(),
        ticket_hash: ticket.hash(TokenKind::ImpersonationTicket),
        ticket_expires_at: expires_at,
    };
    let impersonation_id = impersonation.id;
    insert_impersonation(&tx, impersonation).await?;
    let event = AuditEvent::new(action, &operator_in(scope, pseudonym, &operator.request));
    let event = event.object(SupportGrantId::from(grant.id));
    tx.record(event.payload(None, json!({ "reason": reason.as_str() })));
    tell(&tx, &person, SupportAccessNews::Used { at: tx.now() }).await?;
    tx.commit().await?;
    let base = &core.settings.web.public_url;
    let url = format!("{base}/impersonate?token={}", ticket.text().expose());
    Ok(ImpersonationTicket {
        impersonation_id,
        url: Secret::new(url),
        expires_at,
    })
}

/// The active tenant with this slug, to look for its grants.
pub(super) async fn find_granting_tenant(core: &Core, slug: &str) -> Result<TenantScope, AppError> {
    let found = pre_authentication::find_tenant_to_log_in(core, slug).await?;
    found.map_or(Err(AppError::NotFound("tenant")), |(scope, _)| Ok(scope))
}

/// An operator as a tenant's trail names them: by a pseudonym.
pub(super) fn operator_in(scope: TenantScope, pid: Uuid, request: &RequestInfo) -> Actor {
    let request = RequestInfo {
        request_id: request.request_id,
        ..RequestInfo::default()
    };
    Actor {
        kind: ActorKind::Operator,
        pid: Some(pid),
        ..Actor::anonymous(scope, request)
    }
}

fn check_usable(grant: &SupportGrant) -> Result<(), AppError> {
    let message = match grant.state {
        SupportGrantState::Active => return Ok(()),
        SupportGrantState::WaitingForConsent => "the person has not consented yet",
        SupportGrantState::Expired => "the grant has expired; ask the tenant for another one",
        SupportGrantState::Revoked => "the grant was taken back",
    };
    let code = UserErrorCode::InvalidState;
    Err(AppError::user(code, "supportAccessGrantId", message))
}

/// In whose name it is, if it can be used.
pub(super) async fn check_grant(tx: &TenantTx, grant: &SupportGrant) -> Result<User, AppError> {
    check_usable(grant)?;
    let person = find_user(tx, grant.user_id).await?;
    if person.is_active() {
        return Ok(person);
    }
    let message = "the person's account is not active";
    let code = UserErrorCode::InvalidState;
    Err(AppError::user(code, "supportAccessGrantId", message))
}
