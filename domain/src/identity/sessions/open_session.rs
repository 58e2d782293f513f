//! Opens a session inside the transaction of a log-in: every way to log in ends here. Only hashes of its secrets are
//! stored.

use chrono::{DateTime, Utc};
use uuid::Uuid;
use xorb_entities::identity::SessionDelivery;

use super::auth_method::{AuthMethod, amr};
use super::limits;
use crate::AppError;
use crate::db::TenantTx;
use crate::identity::demand::{is_second_factor_demanded, is_single_sign_on_missing};
use crate::identity::devices::recognise_device;
use crate::identity::opaque_token::{OpaqueToken, TokenKind};
use crate::identity::queries::User;
use crate::identity::queries::access_policies::{AccessPolicy, find_access_policy};
use crate::identity::queries::custom_roles::list_roles_of_users;
use crate::identity::queries::failed_log_ins::forget_failed_log_ins;
use crate::identity::queries::refresh_tokens::{NewRefreshToken, insert_refresh_token};
use crate::identity::queries::sessions::{NewSession, insert_session};
use crate::identity::{Actor, ActorKind, Demand, Permission, Realm, RequestInfo, Role};
use crate::secret::Secret;
use crate::settings::AuthSettings;

/// Whose session it is.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub(crate) user_id: Uuid,
    pub(crate) subject_id: Uuid,
    pub(crate) pid: Option<Uuid>,
    pub(crate) roles: Vec<Role>,
    pub(crate) authz_epoch: i32,
}

impl From<User> for Person {
    fn from(user: User) -> Self {
        Self {
            user_id: user.id,
            subject_id: user.subject_id,
            pid: user.pid,
            roles: user.roles,
            authz_epoch: user.authz_epoch,
        }
    }
}

/// How the session came about.
#[derive(Clone, Copy)]
pub(crate) struct Means<'a> {
    pub(crate) delivery: SessionDelivery,
    /// What was proven.
    pub(crate) methods: &'a [AuthMethod],
    pub(crate) request: &'a RequestInfo,
}

/// A session with its secrets, which exist nowhere else.
pub(crate) struct OpenedSession {
    pub(crate) actor: Actor,
    pub(crate) authz_epoch: i32,
    pub(crate) expires_at: DateTime<Utc>,
    /// What was proven, as `amr` says it.
    pub(crate) methods: String,
    pub(crate) cookie: Option<Secret<String>>,
    /// For a browser that was not known.
    pub(crate) device_cookie: Option<Secret<String>>,
    pub(crate) refresh_token: Option<Secret<String>>,
}

/// Opens a session for a person who has just proven who they are.
pub(crate) async fn open_session(
    tx: &TenantTx,
    settings: &AuthSettings,
    person: Person,
    means: Means<'_>,
) -> Result<OpenedSession, AppError> {
    let Means {
        delivery,
        methods: proven,
        request,
    } = means;
    let methods = amr(proven);
    let id = tx.new_id();
    let cookie = (delivery == SessionDelivery::Cookie).then(|| new_token(tx));
    let policy = find_access_policy(tx).await?;
    let granted = granted_to(tx, person.user_id).await?;
    let is_administration = is_administration(tx, &person.roles, &granted);
    let idle = limits::idle(settings, policy.session_idle_minutes, is_administration);
    let expires_at = tx.now() + limits::absolute(settings, is_administration);
    let demand = demand(&policy, &person.roles, proven, is_administration);
    let session = NewSession {
        id,
        user_id: person.user_id,
        subject_id: person.subject_id,
        delivery,
        cookie_hash: cookie.as_ref().map(hash_of),
        idle_expires_at: tx.now() + idle,
        expires_at,
        authz_epoch: person.authz_epoch,
        methods: methods.clone(),
    };
    insert_session(tx, session).await?;
    forget_failed_log_ins(tx, person.user_id).await?;
    let device_cookie =
        recognise_device(tx, person.user_id, person.subject_id, delivery, request).await?;
    let refresh_token = match delivery {
        SessionDelivery::Cookie => None,
        SessionDelivery::Token => Some(issue_refresh_token(tx, person.subject_id, id, None).await?),
    };
    let actor = Actor {
        scope: *tx.scope(),
        kind: ActorKind::of_realm(Realm::of(tx.scope())),
        user_id: Some(person.user_id),
        subject_id: Some(person.subject_id),
        pid: person.pid,
        session_id: Some(id),
        roles: person.roles,
        granted,
        is_outside: false,
        authenticated_at: Some(tx.now()),
        api_key: None,
        impersonation: None,
        request: request.clone(),
        demand,
    };
    Ok(OpenedSession {
        actor,
        authz_epoch: person.authz_epoch,
        expires_at,
        methods,
        cookie: cookie.map(|cookie| cookie.text()),
        device_cookie,
        refresh_token,
    })
}

/// What the tenant demands that this log-in does not bring. Whoever has a second factor was asked for it.
fn demand(
    policy: &AccessPolicy,
    roles: &[Role],
    proven: &[AuthMethod],
    is_administration: bool,
) -> Option<Demand> {
    if is_single_sign_on_missing(policy.single_sign_on, roles, &amr(proven)) {
        return Some(Demand::SingleSignOn);
    }
    let is_alone = proven == [AuthMethod::Password];
    let is_missing = is_second_factor_demanded(policy.second_factor, is_administration);
    (is_alone && is_missing).then_some(Demand::SecondFactor)
}

/// What the tenant's own roles permit.
async fn granted_to(tx: &TenantTx, user_id: Uuid) -> Result<Vec<Permission>, AppError> {
    let own = list_roles_of_users(tx, &[user_id]).await?;
    let permissions = own.into_iter().flat_map(|(_, role)| role.permissions);
    Ok(permissions.collect())
}

/// Whether the short limits of administration hold.
fn is_administration(tx: &TenantTx, roles: &[Role], granted: &[Permission]) -> bool {
    Realm::of(tx.scope()) == Realm::Operators || limits::is_administration(roles, granted)
}

fn hash_of(cookie: &OpaqueToken) -> Vec<u8> {
    cookie.hash(TokenKind::SessionCookie)
}

/// Adds a link to a session's chain of refresh tokens.
pub(crate) async fn issue_refresh_token(
    tx: &TenantTx,
    subject_id: Uuid,
    session_id: Uuid,
    predecessor_id: Option<Uuid>,
) -> Result<Secret<String>, AppError> {
    let token = new_token(tx);
    let link = NewRefreshToken {
        subject_id,
        session_id,
        token_hash: token.hash(TokenKind::RefreshToken),
        predecessor_id,
    };
    insert_refresh_token(tx, link).await?;
    Ok(token.text())
}

fn new_token(tx: &TenantTx) -> OpaqueToken {
    OpaqueToken::generate(tx.tenant_id(), tx.services().rng.as_ref())
}
