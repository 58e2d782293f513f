//! From a key to an actor. The key's row, its owner and the tenant decide on every request: what was revoked, has expired
//! or was taken from the owner has an effect on the next one.

use std::net::IpAddr;

use chrono::{DateTime, TimeDelta, Utc};
use xorb_entities::identity::UserKind;

use super::key_text::KeyText;
use crate::crypto::are_equal;
use crate::db::TenantTx;
use crate::identity::administration::is_within;
use crate::identity::demand::is_second_factor_demanded;
use crate::identity::queries::api_keys::{KeyState, find_key_state, touch_key};
use crate::identity::sessions::limits;
use crate::identity::{Actor, ActorKind, Demand, KeyGrant, RequestInfo, pre_authentication};
use crate::tenants::TenantScope;
use crate::{AppError, Core};

/// The last use is written no more often than this.
const TOUCH_AFTER: TimeDelta = TimeDelta::minutes(1);

/// Who comes with this key? With the transaction in which that was read.
pub(in crate::identity) async fn authenticate_key(
    core: &Core,
    text: &str,
    request: &RequestInfo,
) -> Result<(Actor, TenantTx), AppError> {
    let shown = KeyText::parse(text).ok_or(AppError::Unauthenticated)?;
    let scope = pre_authentication::scope_of_key(&shown);
    let tx = core.db.read(&scope).await?;
    find_key_state(&tx, shown.id)
        .await?
        .filter(|state| are_equal(&state.secret_hash, &shown.hash()))
        .filter(|state| state.lets_in(core.clock.now(), request.address))
        .map(|state| (actor(scope, state, request), tx))
        .ok_or(AppError::Unauthenticated)
}

/// Asks again for an actor whose connection is still open.
pub(in crate::identity) async fn reauthenticate_key(
    core: &Core,
    actor: &Actor,
    grant: &KeyGrant,
) -> Result<Actor, AppError> {
    let tx = core.db.read(&actor.scope).await?;
    find_key_state(&tx, grant.id)
        .await?
        .filter(|state| state.lets_in(core.clock.now(), actor.request.address))
        .map(|state| self::actor(actor.scope, state, &actor.request))
        .ok_or(AppError::Unauthenticated)
}

impl KeyState {
    /// Does it let its owner in at this instant, from this address?
    fn lets_in(&self, now: DateTime<Utc>, address: Option<IpAddr>) -> bool {
        self.key.revoked_at.is_none()
            && now < self.key.expires_at
            && self.is_owner_active
            && is_within(&self.key.networks, address)
    }

    /// A person's key does nothing that their log-in would not: it waits for the second factor that the tenant demands.
    /// Who has no password, such as a program or whoever comes from an identity provider, needs none.
    fn demand(&self) -> Option<Demand> {
        let is_administration = limits::is_administration(&self.roles, &self.granted);
        (!self.needs_no_factor && is_second_factor_demanded(self.second_factor, is_administration))
            .then_some(Demand::SecondFactor)
    }
}

fn actor(scope: TenantScope, state: KeyState, request: &RequestInfo) -> Actor {
    let demand = state.demand();
    Actor {
        scope,
        kind: match state.owner_kind {
            UserKind::Person => ActorKind::User,
            UserKind::ServiceAccount => ActorKind::ServiceAccount,
        },
        user_id: Some(state.key.user_id),
        subject_id: Some(state.key.subject_id),
        pid: state.pid,
        session_id: None,
        roles: state.roles,
        granted: state.granted,
        is_outside: !is_within(&state.administration, request.address),
        authenticated_at: None,
        api_key: Some(KeyGrant {
            id: state.key.id,
            scopes: state.key.scopes,
            last_used_at: state.key.last_used_at,
        }),
        impersonation: None,
        request: request.clone(),
        demand,
    }
}

/// Whether the use of the actor's key is to be written.
#[must_use]
pub fn is_use_due(core: &Core, grant: &KeyGrant) -> bool {
    let is_old = |at: DateTime<Utc>| core.clock.now() - at >= TOUCH_AFTER;
    grant.last_used_at.is_none_or(is_old)
}

/// Writes that the key was used. Not in the way of any request: a use that can't be written is only logged.
pub async fn note_key_use(core: &Core, scope: TenantScope, grant: &KeyGrant) {
    let written = async {
        let tx = core.db.write(&scope).await?;
        touch_key(&tx, grant.id, TOUCH_AFTER).await?;
        tx.commit().await
    };
    if let Err(error) = written.await {
        tracing::warn!(%error, "the last use of an API key could not be written");
    }
}
