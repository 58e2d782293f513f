//! `logIn`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::identity::{self, LogIn};

use super::{MfaChallenge, Session, SessionDelivery, deliver};
use crate::graphql::{Nullable, Payload, ScopeOfContext, UserError};

/// Who logs in.
#[derive(InputObject)]
pub struct LogInInput {
    /// The short name of the tenant.
    tenant_slug: String,
    /// The address of the person.
    email: String,
    /// The password.
    #[graphql(secret)]
    password: String,
    /// How to deliver the session.
    #[graphql(default_with = "Some(SessionDelivery::Token)")]
    delivery: Option<SessionDelivery>,
}

impl From<LogInInput> for LogIn {
    fn from(input: LogInInput) -> Self {
        Self {
            tenant_slug: input.tenant_slug,
            email: input.email,
            password: input.password.into(),
            delivery: input.delivery.unwrap_or_default().into(),
        }
    }
}

/// What `logIn` answers.
#[derive(SimpleObject)]
pub struct LogInPayload {
    /// The session; null if the log-in was refused or a second factor is asked for.
    session: Option<Session>,
    /// What the second factor must answer; null if none is asked for.
    mfa_challenge: Option<MfaChallenge>,
    /// Why the log-in was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

impl Payload for LogInPayload {
    type Value = Session;

    fn done(session: Session) -> Self {
        Self {
            session: Some(session),
            mfa_challenge: None,
            user_errors: Vec::new(),
        }
    }

    fn refused(user_errors: Vec<UserError>) -> Self {
        Self {
            session: None,
            mfa_challenge: None,
            user_errors,
        }
    }
}

#[derive(Default)]
pub struct LogInMutation;

#[Object]
impl LogInMutation {
    /// Logs a person in. A wrong tenant, address or password gives one and the same `INVALID_CREDENTIALS`.
    async fn log_in(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who logs in.")] input: LogInInput,
    ) -> Nullable<LogInPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let outcome = identity::log_in(scope.core(), scope.request(), input.into()).await;
            scope
                .settle(outcome.and_then(|grant| deliver(ctx, &grant)))
                .await
        })
        .await
    }
}
