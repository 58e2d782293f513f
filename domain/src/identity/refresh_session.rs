//! Exchanges a refresh token for the next one. `sessions::refresh_decision` says what is done with a token that comes
//! twice; here it is done, with the session's row locked, so that of any number at once each sees what the others did.

use uuid::Uuid;
use xorb_entities::ids::SessionId;

use super::administration::is_within;
use super::mails::{Letter, tell_user};
use super::opaque_token::{OpaqueToken, TokenKind};
use super::queries::find_user;
use super::queries::refresh_tokens::{
    RefreshToken, consume, find_predecessor, find_refresh_token, find_successors, mark_reissued,
    revoke_family,
};
use super::queries::sessions::{SessionState, lock_session, revoke_session, touch_session};
use super::sessions::limits;
use super::sessions::{
    OpenedSession, Presented, RefreshDecision, SessionGrant, decide, grant, issue_refresh_token,
};
use super::{Actor, ActorKind, RequestInfo, pre_authentication};
use crate::audit::{AuditAction, AuditEvent, Outcome};
use crate::db::TenantTx;
use crate::tenants::TenantScope;
use crate::{AppError, Core, UserErrorCode};

/// Rotates the token and signs a new access token.
///
/// # Errors
/// `User(InvalidToken)` for a token that is unknown, used or of a session that has ended; `RateLimited`; `Unavailable`.
#[tracing::instrument(skip_all)]
pub async fn refresh_session(
    core: &Core,
    request: &RequestInfo,
    refresh_token: &str,
) -> Result<SessionGrant, AppError> {
    let token = OpaqueToken::parse(refresh_token).ok_or_else(invalid_token)?;
    let scope = pre_authentication::scope_of_token(&token);
    let hash = token.hash(TokenKind::RefreshToken);
    let session_id = find_session_id(core, &scope, hash.clone()).await?;
    let tx = core.db.write(&scope).await?;
    let session = lock_session(&tx, session_id)
        .await?
        .ok_or_else(invalid_token)?;
    let found = find_refresh_token(&tx, hash)
        .await?
        .ok_or_else(invalid_token)?;
    let actor = actor(&tx, &session, request);
    match look(&tx, &found, &session).await? {
        RefreshDecision::Ended | RefreshDecision::Refuse => Err(invalid_token()),
        RefreshDecision::End => {
            end(&tx, &session, &actor).await?;
            tx.commit().await?;
            Err(invalid_token())
        }
        RefreshDecision::Rotate => {
            if !consume(&tx, found.id).await? {
                return Err(invalid_token());
            }
            next(core, tx, &found, session, actor).await
        }
        RefreshDecision::Reissue { successor_id } => {
            mark_reissued(&tx, found.id, successor_id).await?;
            next(core, tx, &found, session, actor).await
        }
    }
}

/// Looks before it locks: nonsense must not keep SQLite's one writer busy.
async fn find_session_id(
    core: &Core,
    scope: &TenantScope,
    hash: Vec<u8>,
) -> Result<Uuid, AppError> {
    let tx = core.db.read(scope).await?;
    let token = find_refresh_token(&tx, hash).await?;
    Ok(token.ok_or_else(invalid_token)?.session_id)
}

async fn look(
    tx: &TenantTx,
    token: &RefreshToken,
    session: &SessionState,
) -> Result<RefreshDecision, AppError> {
    let successors = find_successors(tx, token.id).await?;
    let predecessor = find_predecessor(tx, token.id).await?;
    let presented = Presented {
        token,
        predecessor: predecessor.as_ref(),
        successors: &successors,
        is_session_live: session.is_live(tx.now()),
    };
    Ok(decide(&presented, tx.now()))
}

/// Issues the next token of the chain and commits.
async fn next(
    core: &Core,
    tx: TenantTx,
    token: &RefreshToken,
    session: SessionState,
    actor: Actor,
) -> Result<SessionGrant, AppError> {
    let refresh_token =
        issue_refresh_token(&tx, session.subject_id, session.id, Some(token.id)).await?;
    let idle = limits::idle(
        &core.settings.auth,
        session.idle_minutes,
        session.is_administration(),
    );
    touch_session(&tx, session.id, tx.now() + idle).await?;
    let event = AuditEvent::new(AuditAction::SessionRefreshed, &actor);
    tx.record(event.object(SessionId::from(session.id)));
    tx.commit().await?;
    let opened = OpenedSession {
        actor,
        authz_epoch: session.authz_epoch,
        expires_at: session.expires_at,
        methods: session.methods,
        cookie: None,
        device_cookie: None,
        refresh_token: Some(refresh_token),
    };
    grant(core, opened).await
}

/// Two hold the same token: ends the session, notes it and tells the person.
async fn end(tx: &TenantTx, session: &SessionState, actor: &Actor) -> Result<(), AppError> {
    revoke_family(tx, session.id).await?;
    revoke_session(tx, session.id, "refresh_token_reused").await?;
    let event = AuditEvent::new(AuditAction::RefreshTokenReused, actor).outcome(Outcome::Denied);
    tx.record(event.object(SessionId::from(session.id)));
    let user = find_user(tx, session.user_id).await?;
    let letter = |tenant_name| Letter::RefreshTokenReused { tenant_name };
    tell_user(tx, &user, letter).await
}

fn actor(tx: &TenantTx, session: &SessionState, request: &RequestInfo) -> Actor {
    Actor {
        scope: *tx.scope(),
        kind: ActorKind::User,
        user_id: Some(session.user_id),
        subject_id: Some(session.subject_id),
        pid: session.pid,
        session_id: Some(session.id),
        roles: session.roles.clone(),
        granted: session.granted.clone(),
        is_outside: !is_within(&session.administration, request.address),
        authenticated_at: Some(session.auth_time),
        api_key: None,
        impersonation: None,
        request: request.clone(),
        demand: session.demand(),
    }
}

fn invalid_token() -> AppError {
    let message = "this refresh token is not valid, or not any more; log in again";
    AppError::user(UserErrorCode::InvalidToken, "refreshToken", message)
}
