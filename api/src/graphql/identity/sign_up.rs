//! `signUp`.

use std::sync::Arc;

use async_graphql::{Context, Description, InputObject, Object};
use xorb_domain::db::ReadSession;
use xorb_domain::tenants::{self, SignUp};

use super::{Session, SessionDelivery, Viewer, deliver};
use crate::graphql::{Nullable, Payload, ScopeOfContext, UserError};

/// The new tenant and its first owner.
#[derive(InputObject)]
pub struct SignUpInput {
    /// The tenant's name.
    tenant_name: String,
    /// Its short name, with which its people log in.
    tenant_slug: String,
    /// The owner's address.
    email: String,
    /// The owner's password: at least 15 characters, and not easy to guess.
    #[graphql(secret)]
    password: String,
    /// The owner's name, as others will see it.
    display_name: String,
    /// How to deliver the session.
    #[graphql(default_with = "Some(SessionDelivery::Token)")]
    delivery: Option<SessionDelivery>,
}

impl From<SignUpInput> for SignUp {
    fn from(input: SignUpInput) -> Self {
        Self {
            tenant_name: input.tenant_name,
            tenant_slug: input.tenant_slug,
            email: input.email,
            password: input.password.into(),
            display_name: input.display_name,
            delivery: input.delivery.unwrap_or_default().into(),
        }
    }
}

/// What `signUp` answers.
#[derive(Description)]
pub struct SignUpPayload {
    signed_up: Option<(Session, Arc<ReadSession>)>,
    user_errors: Vec<UserError>,
}

#[Object(use_type_description)]
impl SignUpPayload {
    /// The owner's session; null if the sign-up was refused.
    async fn session(&self) -> Option<&Session> {
        self.signed_up.as_ref().map(|(session, _)| session)
    }

    /// The owner; null if the sign-up was refused.
    async fn viewer(&self) -> Nullable<Viewer> {
        match &self.signed_up {
            Some((_, reads)) => Viewer::of(reads.clone()).await.into(),
            None => Nullable::none(),
        }
    }

    /// Why the sign-up was refused; empty if it was not.
    async fn user_errors(&self) -> &[UserError] {
        &self.user_errors
    }
}

impl Payload for SignUpPayload {
    type Value = (Session, Arc<ReadSession>);

    fn done(signed_up: Self::Value) -> Self {
        Self {
            signed_up: Some(signed_up),
            user_errors: Vec::new(),
        }
    }

    fn refused(user_errors: Vec<UserError>) -> Self {
        Self {
            signed_up: None,
            user_errors,
        }
    }
}

#[derive(Default)]
pub struct SignUpMutation;

#[Object]
impl SignUpMutation {
    /// Makes a tenant and its first owner, and logs the owner in. Open only where the installation allows it.
    async fn sign_up(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new tenant and its first owner.")] input: SignUpInput,
    ) -> Nullable<SignUpPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let outcome = tenants::sign_up(scope.core(), scope.request(), input.into()).await;
            let signed_up = outcome.and_then(|grant| {
                let session = deliver(ctx, &grant)?;
                let reads = ReadSession::new(scope.core().clone(), grant.actor);
                Ok((session, Arc::new(reads)))
            });
            scope.settle(signed_up).await
        })
        .await
    }
}
