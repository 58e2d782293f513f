//! From a bearer token, an API key or a cookie to an actor. The session's row decides on every request: what was revoked, or taken
//! from a role, has an effect on the next one, whichever process answers it.

use std::sync::Arc;

use chrono::TimeDelta;
use xorb_entities::identity::SessionDelivery;

use super::administration::is_within;
use super::api_keys::{KeyText, authenticate_key, reauthenticate_key};
use super::opaque_token::{OpaqueToken, TokenKind};
use super::pre_authentication;
use super::queries::sessions::{SessionState, find_session, find_session_by_cookie, touch_session};
use super::sessions::limits;
use super::support_access::{impersonated, is_impersonation};
use super::{Actor, ActorKind, Realm, RequestInfo, operators};
use crate::db::{ReadSession, TenantTx};
use crate::secret::Secret;
use crate::tenants::TenantScope;
use crate::{AppError, Core};

/// The idle time is written back no more often than this: a request is a read.
const TOUCH_AFTER: TimeDelta = TimeDelta::minutes(1);

/// What a request shows.
#[derive(Clone, Debug)]
pub enum Credentials {
    /// `Authorization: Bearer`: an access token or an API key.
    Bearer(Secret<String>),
    /// The session cookie.
    Cookie(Secret<String>),
}

/// Who comes with these credentials? An operator has a cookie and nothing else.
///
/// # Errors
/// `Unauthenticated` if they are invalid, have ended or are of the other realm; `Unavailable` if the database is away.
#[tracing::instrument(skip_all)]
pub async fn authenticate(
    core: &Core,
    credentials: &Credentials,
    request: &RequestInfo,
) -> Result<Actor, AppError> {
    let (actor, _) = recognise(core, credentials, request).await?;
    Ok(actor)
}

/// The same for somebody who reads next: in the transaction in which they were recognised, which saves another one.
///
/// # Errors
/// As `authenticate`.
#[tracing::instrument(skip_all)]
pub async fn authenticate_reader(
    core: &Arc<Core>,
    credentials: &Credentials,
    request: &RequestInfo,
) -> Result<ReadSession, AppError> {
    let (actor, tx) = recognise(core, credentials, request).await?;
    Ok(ReadSession::within(Arc::clone(core), actor, tx))
}

/// With the transaction in which that was read, if nothing else had to be done.
async fn recognise(
    core: &Core,
    credentials: &Credentials,
    request: &RequestInfo,
) -> Result<(Actor, Option<TenantTx>), AppError> {
    let (tx, session) = match credentials {
        Credentials::Bearer(_) if request.realm == Realm::Operators => {
            return Err(AppError::Unauthenticated);
        }
        Credentials::Bearer(key) if KeyText::is_meant_by(key.expose()) => {
            let (actor, tx) = authenticate_key(core, key.expose(), request).await?;
            return Ok((actor, Some(tx)));
        }
        Credentials::Bearer(token) => by_token(core, token.expose()).await?,
        Credentials::Cookie(cookie) => by_cookie(core, cookie.expose()).await?,
    };
    let (scope, now) = (*tx.scope(), core.clock.now());
    if Realm::of(&scope) != request.realm || !session.is_live(now) {
        return Err(AppError::Unauthenticated);
    }
    let is_touched = now - session.last_seen_at >= TOUCH_AFTER;
    if !is_touched && !is_impersonation(&session.methods) {
        return Ok((actor(scope, session, request), Some(tx)));
    }
    // What follows takes connections of its own: nobody waits for one while holding another.
    drop(tx);
    if is_touched {
        touch(core, &scope, &session).await;
    }
    let actor = actor_of(core, scope, session, request).await?;
    Ok((actor, None))
}

/// Asks again for an actor whose connection is still open. Roles are those of now.
///
/// # Errors
/// `Unauthenticated` if the session or key has ended; `Unavailable` if the database is away.
#[tracing::instrument(skip_all)]
pub async fn reauthenticate(core: &Core, actor: &Actor) -> Result<Actor, AppError> {
    if let Some(grant) = &actor.api_key {
        return reauthenticate_key(core, actor, grant).await;
    }
    let session_id = actor.session_id.ok_or(AppError::Unauthenticated)?;
    let tx = core.db.read(&actor.scope).await?;
    let session = find_session(&tx, session_id)
        .await?
        .ok_or(AppError::Unauthenticated)?;
    if session.is_live(core.clock.now()) {
        drop(tx);
        actor_of(core, actor.scope, session, &actor.request).await
    } else {
        Err(AppError::Unauthenticated)
    }
}

async fn by_token(core: &Core, token: &str) -> Result<(TenantTx, SessionState), AppError> {
    let claims = core.access_tokens.verify(token).await?;
    let scope = pre_authentication::scope_of_claims(&claims);
    let tx = core.db.read(&scope).await?;
    let session = find_session(&tx, claims.sid.uuid()).await?;
    let is_of_token = |session: &SessionState| {
        session.delivery == SessionDelivery::Token
            && session.user_id == claims.sub.uuid()
            && claims.epoch <= session.authz_epoch
    };
    session
        .filter(is_of_token)
        .map(|session| (tx, session))
        .ok_or(AppError::Unauthenticated)
}

async fn by_cookie(core: &Core, cookie: &str) -> Result<(TenantTx, SessionState), AppError> {
    let token = OpaqueToken::parse(cookie).ok_or(AppError::Unauthenticated)?;
    let scope = pre_authentication::scope_of_token(&token);
    let tx = core.db.read(&scope).await?;
    let session = find_session_by_cookie(&tx, token.hash(TokenKind::SessionCookie)).await?;
    session
        .map(|session| (tx, session))
        .ok_or(AppError::Unauthenticated)
}

/// A session that can't be written to still lets its user in, until its idle time ends.
async fn touch(core: &Core, scope: &TenantScope, session: &SessionState) {
    let written = async {
        let tx = core.db.write(scope).await?;
        let idle_expires_at = tx.now()
            + limits::idle(
                &core.settings.auth,
                session.idle_minutes,
                session.is_administration(),
            );
        touch_session(&tx, session.id, idle_expires_at).await?;
        tx.commit().await
    };
    if let Err(error) = written.await {
        tracing::warn!(%error, "the idle time of a session could not be written");
    }
}

async fn actor_of(
    core: &Core,
    scope: TenantScope,
    session: SessionState,
    request: &RequestInfo,
) -> Result<Actor, AppError> {
    if !is_impersonation(&session.methods) {
        return Ok(actor(scope, session, request));
    }
    let impersonation = impersonated(core, &scope, &session).await?;
    Ok(Actor {
        impersonation: Some(impersonation),
        // What the tenant demands of the person is nothing that an operator could give.
        demand: None,
        ..actor(scope, session, request)
    })
}

fn actor(scope: TenantScope, session: SessionState, request: &RequestInfo) -> Actor {
    let demand = session.demand();
    let realm = Realm::of(&scope);
    let is_operator = realm == Realm::Operators;
    Actor {
        scope,
        kind: ActorKind::of_realm(realm),
        user_id: Some(session.user_id),
        subject_id: Some(session.subject_id),
        pid: session.pid,
        session_id: Some(session.id),
        roles: if is_operator {
            Vec::new()
        } else {
            session.roles
        },
        granted: if is_operator {
            operators::PERMISSIONS.to_vec()
        } else {
            session.granted
        },
        is_outside: !is_within(&session.administration, request.address),
        authenticated_at: Some(session.auth_time),
        api_key: None,
        impersonation: None,
        request: request.clone(),
        demand,
    }
}
