//! The public listener redeems a ticket: a cookie session of the person, half an hour long at most and never beyond the
//! grant. It is no log-in of theirs: no device is noted, nothing can be proven with it.

use std::time::Duration;

use serde_json::json;
use uuid::Uuid;
use xorb_entities::identity::SessionDelivery;
use xorb_entities::ids::{ImpersonationId, SupportGrantId};

use super::end_over::end_over;
use super::impersonated::is_operator_active;
use super::platform_trail::{note_support_access, tell_platform};
use super::start_impersonation::{check_grant, operator_in};
use crate::audit::{AuditAction, AuditEvent};
use crate::db::TenantTx;
use crate::identity::opaque_token::{OpaqueToken, TokenKind};
use crate::identity::queries::User;
use crate::identity::queries::impersonations::{
    StoredImpersonation, find_impersonation_by_ticket, set_session,
};
use crate::identity::queries::sessions::{NewSession, insert_session, revoke_session};
use crate::identity::queries::support_grants::lock_grant;
use crate::identity::sessions::{AuthMethod, amr, limits};
use crate::identity::{Actor, Realm, RequestInfo, pre_authentication};
use crate::rate_limits::Attempt;
use crate::secret::Secret;
use crate::{AppError, Core, UserErrorCode};

const LONGEST: Duration = Duration::from_secs(30 * 60);

/// Opens the session; its cookie.
///
/// # Errors
/// `User(InvalidToken)` for a ticket that is void, whatever the reason; `RateLimited`; `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn open_impersonation(
    core: &Core,
    request: &RequestInfo,
    ticket: &Secret<String>,
) -> Result<Secret<String>, AppError> {
    core.log_in_throttle.admit(request.address, None)?;
    let attempt = Attempt::of_address(request.address);
    core.rate_limits.admit_attempt(attempt).await?;
    let ticket = OpaqueToken::parse(ticket.expose()).ok_or_else(void)?;
    let scope = pre_authentication::scope_of_token(&ticket);
    if request.realm != Realm::Tenants || scope.is_platform() {
        return Err(void());
    }
    let tx = core.db.read(&scope).await?;
    let hash = ticket.hash(TokenKind::ImpersonationTicket);
    let found = find_impersonation_by_ticket(&tx, hash).await?;
    let now = tx.now();
    drop(tx);
    let is_good = |found: &StoredImpersonation| {
        found.session_id.is_none() && found.ended_at.is_none() && now < found.ticket_expires_at
    };
    let found = found.filter(is_good).ok_or_else(void)?;
    if !is_operator_active(core, found.operator_id).await? {
        return Err(void());
    }
    let tx = core.db.write(&scope).await?;
    let grant = lock_grant(&tx, found.grant_id).await?;
    let person = check_grant(&tx, &grant).await.map_err(|_| void())?;
    let opened = open(core, &tx, &person, grant.expires_at).await?;
    if !set_session(&tx, found.id, opened.session_id).await? {
        return Err(void());
    }
    let operator = operator_in(scope, found.operator_pid, request);
    let event = AuditEvent::new(AuditAction::ImpersonationOpened, &operator);
    let content = json!({ "impersonation": ImpersonationId::from(found.id) });
    tx.record(
        event
            .object(SupportGrantId::from(grant.id))
            .payload(None, content),
    );
    tell_platform(&tx, grant.id).await?;
    tx.commit().await?;
    let of_platform = Actor {
        scope: core.platform(),
        ..operator.clone()
    };
    // Right away: nobody gets a session that is not in both trails.
    let noted = note_support_access(core, &scope, grant.id, Some(&of_platform)).await;
    if let Err(error) = noted {
        let tx = core.db.write(&scope).await?;
        revoke_session(&tx, opened.session_id, "impersonation_not_recorded").await?;
        end_over(&tx, &operator).await?;
        tx.commit().await?;
        return Err(error);
    }
    Ok(opened.cookie)
}

struct Opened {
    session_id: Uuid,
    cookie: Secret<String>,
}

async fn open(
    core: &Core,
    tx: &TenantTx,
    person: &User,
    grant_ends_at: chrono::DateTime<chrono::Utc>,
) -> Result<Opened, AppError> {
    let session_id = tx.new_id();
    let cookie = OpaqueToken::generate(tx.tenant_id(), tx.services().rng.as_ref());
    let idle = limits::idle(&core.settings.auth, None, true);
    let session = NewSession {
        id: session_id,
        user_id: person.id,
        subject_id: person.subject_id,
        delivery: SessionDelivery::Cookie,
        cookie_hash: Some(cookie.hash(TokenKind::SessionCookie)),
        idle_expires_at: tx.now() + idle,
        expires_at: grant_ends_at.min(tx.now() + LONGEST),
        authz_epoch: person.authz_epoch,
        methods: amr(&[AuthMethod::Impersonation]),
    };
    insert_session(tx, session).await?;
    Ok(Opened {
        session_id,
        cookie: cookie.text(),
    })
}

fn void() -> AppError {
    let message = "this ticket is not valid any more; take another one on the operators' page";
    AppError::user(UserErrorCode::InvalidToken, "token", message)
}
