//! Callers as the sessions in the database know them.

use std::any::Any;
use std::sync::Arc;

use async_graphql::Data;
use async_graphql::parser::types::OperationType;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use xorb_domain::identity::{self, Actor, RequestInfo};
use xorb_domain::{AppError, Core};

use super::{Authenticate, Caller, Credentials};
use crate::graphql::RequestScope;

/// What anybody may do: everything that comes before a session.
const PUBLIC_QUERIES: [&str; 2] = ["logInOptions", "rateLimit"];
const PUBLIC_MUTATIONS: [&str; 4] = ["signUp", "logIn", "refreshSession", "acceptInvitation"];

/// Knows callers by their sessions.
pub struct SessionCallers {
    core: Arc<Core>,
}

impl SessionCallers {
    /// Callers of this house.
    #[must_use]
    pub fn new(core: Arc<Core>) -> Self {
        Self { core }
    }
}

struct SessionCaller {
    core: Arc<Core>,
    actor: Option<Actor>,
    request: RequestInfo,
}

impl Caller for SessionCaller {
    fn is_anonymous(&self) -> bool {
        self.actor.is_none()
    }

    fn attach(&self, data: &mut Data) {
        let core = self.core.clone();
        data.insert(Arc::new(match &self.actor {
            Some(actor) => RequestScope::of_actor(core, actor.clone()),
            None => RequestScope::anonymous(core, self.request.clone()),
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
            let actor = match credentials {
                Credentials::None => None,
                Credentials::Bearer(token) => {
                    let shown = identity::Credentials::Bearer(token.clone());
                    Some(identity::authenticate(&self.core, &shown, request).await?)
                }
                Credentials::Cookie(cookie) => {
                    let shown = identity::Credentials::Cookie(cookie.clone());
                    forgive_stale(identity::authenticate(&self.core, &shown, request).await)?
                }
            };
            let caller = SessionCaller {
                core: self.core.clone(),
                actor,
                request: request.clone(),
            };
            Ok(Arc::new(caller) as Arc<dyn Caller>)
        }
        .boxed()
    }

    fn is_public(&self, kind: OperationType, root_field: &str) -> bool {
        match kind {
            OperationType::Query => PUBLIC_QUERIES.contains(&root_field),
            OperationType::Mutation => PUBLIC_MUTATIONS.contains(&root_field),
            OperationType::Subscription => false,
        }
    }

    fn reauthorise<'a>(
        &'a self,
        caller: &'a Arc<dyn Caller>,
    ) -> BoxFuture<'a, Result<(), AppError>> {
        async move {
            let actor = actor_of(caller).ok_or(AppError::Unauthenticated)?;
            let now = identity::reauthenticate(&self.core, actor).await?;
            // A role that was taken away counts at once; one that was given counts on the next connection.
            let keeps_roles = actor.roles.iter().all(|role| now.roles.contains(role));
            keeps_roles.then_some(()).ok_or(AppError::Unauthenticated)
        }
        .boxed()
    }

    fn revoked(&self, _: &Arc<dyn Caller>) -> BoxFuture<'static, ()> {
        std::future::pending().boxed()
    }
}

fn actor_of(caller: &Arc<dyn Caller>) -> Option<&Actor> {
    let caller: &dyn Any = caller.as_ref();
    caller.downcast_ref::<SessionCaller>()?.actor.as_ref()
}

/// Scripts can't take an `HttpOnly` cookie away: with one whose session has ended, somebody must still be able to log in.
fn forgive_stale(outcome: Result<Actor, AppError>) -> Result<Option<Actor>, AppError> {
    match outcome {
        Ok(actor) => Ok(Some(actor)),
        Err(AppError::Unauthenticated) => Ok(None),
        Err(other) => Err(other),
    }
}
