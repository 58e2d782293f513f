//! `logIn`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::identity::{self, LogIn, LoggedIn};

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

/// What a right password gives.
pub enum SessionOrChallenge {
    Session(Session),
    Challenge(MfaChallenge),
}

impl Payload for LogInPayload {
    type Value = SessionOrChallenge;

    fn done(given: SessionOrChallenge) -> Self {
        let (session, mfa_challenge) = match given {
            SessionOrChallenge::Session(session) => (Some(session), None),
            SessionOrChallenge::Challenge(challenge) => (None, Some(challenge)),
        };
        Self {
            session,
            mfa_challenge,
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
    /// Logs a person in. A wrong tenant, address or password gives one and the same `INVALID_CREDENTIALS`. Where there is a
    /// second factor, a right password gives `mfaChallenge`, which `completeMfa` answers.
    async fn log_in(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who logs in.")] input: LogInInput,
    ) -> Nullable<LogInPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let outcome = identity::log_in(scope.core(), scope.request(), input.into()).await;
            let given = outcome.and_then(|logged_in| {
                Ok(match logged_in {
                    LoggedIn::Session(grant) => SessionOrChallenge::Session(deliver(ctx, &grant)?),
                    LoggedIn::Challenge(challenge) => {
                        SessionOrChallenge::Challenge(challenge.into())
                    }
                })
            });
            scope.settle(given).await
        })
        .await
    }
}
