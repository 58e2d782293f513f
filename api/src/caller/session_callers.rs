//! Callers as the sessions and API keys in the database know them.

use std::any::Any;
use std::sync::{Arc, Mutex, PoisonError};

use async_graphql::Data;
use async_graphql::parser::types::OperationType;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use xorb_domain::db::ReadSession;
use xorb_domain::events::Topic;
use xorb_domain::identity::{self, Actor, Demand, Permission, Realm, RequestInfo};
use xorb_domain::rate_limits::Asker;
use xorb_domain::{AppError, Core};

use super::key_uses::KeyUses;
use super::{Authenticate, Caller, Credentials, in_somebodys_name};
use crate::graphql::RequestScope;

/// What anybody may do: everything that comes before a session.
const PUBLIC_QUERIES: [&str; 2] = ["logInOptions", "rateLimit"];
const PUBLIC_MUTATIONS: [&str; 11] = [
    "acceptInvitation",
    "completeMfa",
    "confirmEmailChange",
    "finishPasskeyLogIn",
    "logIn",
    "redeemLogInCode",
    "refreshSession",
    "requestPasswordReset",
    "resetPassword",
    "signUp",
    "startPasskeyLogIn",
];

/// What somebody may do of whom anything is demanded: look at themselves, and log in anew or out.
const FOR_ALL_DEMANDS: [&str; 8] = [
    "logIn",
    "logOut",
    "logInOptions",
    "rateLimit",
    "refreshSession",
    "startPasskeyLogIn",
    "stepUp",
    "viewer",
];

/// What leads to a second factor.
const FOR_ENROLLING: [&str; 4] = [
    "confirmTotp",
    "enrollTotp",
    "finishPasskeyEnrollment",
    "startPasskeyEnrollment",
];

/// What leads through an identity provider.
const FOR_SIGNING_ON: [&str; 3] = [
    "finishPasskeyLogIn",
    "linkIdentityProvider",
    "redeemLogInCode",
];

/// Knows callers by their sessions and API keys.
pub struct SessionCallers {
    core: Arc<Core>,
    realm: Realm,
    key_uses: KeyUses,
}

impl SessionCallers {
    /// Callers of this house, of one of its realms.
    #[must_use]
    pub fn new(core: Arc<Core>, realm: Realm) -> Self {
        Self {
            core,
            realm,
            key_uses: KeyUses::default(),
        }
    }

    fn caller(
        &self,
        actor: Option<Actor>,
        reads: Option<ReadSession>,
        request: &RequestInfo,
    ) -> Arc<dyn Caller> {
        if let Some(actor) = &actor {
            self.key_uses.note(&self.core, actor);
        }
        Arc::new(SessionCaller {
            core: Arc::clone(&self.core),
            actor,
            reads: Mutex::new(reads),
            request: request.clone(),
        })
    }
}

struct SessionCaller {
    core: Arc<Core>,
    actor: Option<Actor>,
    /// What the first operation reads in, if there is something already.
    reads: Mutex<Option<ReadSession>>,
    request: RequestInfo,
}

impl Caller for SessionCaller {
    fn is_anonymous(&self) -> bool {
        self.actor.is_none()
    }

    fn demand(&self) -> Option<Demand> {
        self.actor.as_ref().and_then(|actor| actor.demand)
    }

    fn is_in_somebodys_name(&self) -> bool {
        let actor = self.actor.as_ref();
        actor.is_some_and(|actor| actor.impersonation.is_some())
    }

    fn asker(&self) -> Asker {
        let Some(actor) = &self.actor else {
            return Asker::default();
        };
        Asker {
            address: None,
            tenant_id: Some(actor.scope.tenant_id()),
            caller_id: actor.api_key.as_ref().map(|key| key.id).or(actor.user_id),
            roles: actor.roles.clone(),
        }
    }

    fn attach(&self, data: &mut Data) {
        let core = self.core.clone();
        let mut reads = self.reads.lock().unwrap_or_else(PoisonError::into_inner);
        data.insert(Arc::new(match (reads.take(), &self.actor) {
            (Some(reads), _) => RequestScope::of_reader(core, reads),
            (None, Some(actor)) => RequestScope::of_actor(core, actor.clone()),
            (None, None) => RequestScope::anonymous(core, self.request.clone()),
        }));
    }
}

impl Authenticate for SessionCallers {
    fn authenticate<'a>(
        &'a self,
        credentials: &'a Credentials,
        request: &'a RequestInfo,
    ) -> BoxFuture<'a, Result<Arc<dyn Caller>, AppError>> {
        async move {
            let Some(shown) = shown(credentials) else {
                return Ok(self.caller(None, None, request));
            };
            let outcome = identity::authenticate(&self.core, &shown, request).await;
            let actor = forgive_stale(&shown, outcome)?;
            Ok(self.caller(actor, None, request))
        }
        .boxed()
    }

    fn authenticate_reader<'a>(
        &'a self,
        credentials: &'a Credentials,
        request: &'a RequestInfo,
    ) -> BoxFuture<'a, Result<Arc<dyn Caller>, AppError>> {
        async move {
            let Some(shown) = shown(credentials) else {
                return Ok(self.caller(None, None, request));
            };
            let outcome = identity::authenticate_reader(&self.core, &shown, request).await;
            let reads = forgive_stale(&shown, outcome)?;
            let actor = reads.as_ref().map(|reads| reads.actor().clone());
            Ok(self.caller(actor, reads, request))
        }
        .boxed()
    }

    fn is_public(&self, kind: OperationType, root_field: &str) -> bool {
        if self.realm == Realm::Operators {
            return false;
        }
        match kind {
            OperationType::Query => PUBLIC_QUERIES.contains(&root_field),
            OperationType::Mutation => PUBLIC_MUTATIONS.contains(&root_field),
            OperationType::Subscription => false,
        }
    }

    fn helps_to_meet(&self, demand: Demand, root_field: &str) -> bool {
        let leads_there: &[&str] = match demand {
            Demand::SecondFactor => &FOR_ENROLLING,
            Demand::SingleSignOn => &FOR_SIGNING_ON,
        };
        FOR_ALL_DEMANDS.contains(&root_field) || leads_there.contains(&root_field)
    }

    fn is_for_operators(&self, root_field: &str) -> bool {
        in_somebodys_name::ROOT_FIELDS.contains(&root_field)
    }

    fn reauthorise<'a>(
        &'a self,
        caller: &'a Arc<dyn Caller>,
    ) -> BoxFuture<'a, Result<(), AppError>> {
        async move {
            let actor = actor_of(caller).ok_or(AppError::Unauthenticated)?;
            confirm(&self.core, actor).await
        }
        .boxed()
    }

    fn revoked(&self, caller: &Arc<dyn Caller>) -> BoxFuture<'static, ()> {
        match actor_of(caller) {
            Some(actor) => until_revoked(self.core.clone(), actor.clone()).boxed(),
            None => std::future::pending().boxed(),
        }
    }
}

/// The session or key still lives and has lost no permission, and the tenant demands nothing that it did not demand
/// before. What was taken away counts at once; what was given counts on the next
/// connection.
async fn confirm(core: &Core, actor: &Actor) -> Result<(), AppError> {
    let now = identity::reauthenticate(core, actor).await?;
    let keeps = |permission: &Permission| !actor.holds(*permission) || now.holds(*permission);
    let keeps_all = Permission::ALL.iter().all(keeps);
    let may_go_on = keeps_all && (now.demand.is_none() || now.demand == actor.demand);
    may_go_on.then_some(()).ok_or(AppError::Unauthenticated)
}

/// Ends when an event leads to a session that has ended. Events may be lost: the edge also asks each minute.
async fn until_revoked(core: Arc<Core>, actor: Actor) {
    let tenant_id = actor.scope.tenant_id();
    let listen = |topic| core.events.listen(tenant_id, topic);
    let mut session = listen(Topic::Session(actor.session_id.unwrap_or_default()));
    let mut user = listen(Topic::User(actor.user_id.unwrap_or_default()));
    // The first time at once: it may have ended before anybody listened.
    while !matches!(confirm(&core, &actor).await, Err(AppError::Unauthenticated)) {
        tokio::select! {
            () = session.changed() => {}
            () = user.changed() => {}
        }
    }
}

fn actor_of(caller: &Arc<dyn Caller>) -> Option<&Actor> {
    let caller: &dyn Any = caller.as_ref();
    caller.downcast_ref::<SessionCaller>()?.actor.as_ref()
}

/// What identity calls these credentials.
fn shown(credentials: &Credentials) -> Option<identity::Credentials> {
    match credentials {
        Credentials::None => None,
        Credentials::Bearer(token) => Some(identity::Credentials::Bearer(token.clone())),
        Credentials::Cookie(cookie) => Some(identity::Credentials::Cookie(cookie.clone())),
    }
}

/// Scripts can't take an `HttpOnly` cookie away: with one whose session has ended, somebody must still be able to log in.
fn forgive_stale<T>(
    shown: &identity::Credentials,
    outcome: Result<T, AppError>,
) -> Result<Option<T>, AppError> {
    match (shown, outcome) {
        (_, Ok(known)) => Ok(Some(known)),
        (identity::Credentials::Cookie(_), Err(AppError::Unauthenticated)) => Ok(None),
        (_, Err(other)) => Err(other),
    }
}
