//! `requestPasswordReset`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::identity::{self, RequestPasswordReset};

use crate::graphql::{Nullable, ScopeOfContext, UserError, payload};

/// Which account.
#[derive(InputObject)]
pub struct RequestPasswordResetInput {
    /// The short name of the tenant.
    tenant_slug: String,
    /// The address of the account.
    email: String,
}

impl From<RequestPasswordResetInput> for RequestPasswordReset {
    fn from(input: RequestPasswordResetInput) -> Self {
        Self {
            tenant_slug: input.tenant_slug,
            email: input.email,
        }
    }
}

/// What `requestPasswordReset` answers.
#[derive(SimpleObject)]
pub struct RequestPasswordResetPayload {
    /// Empty, whether there is such an account or not.
    user_errors: Vec<UserError>,
}

payload!(RequestPasswordResetPayload);

#[derive(Default)]
pub struct RequestPasswordResetMutation;

#[Object]
impl RequestPasswordResetMutation {
    /// Sends a link to choose a new password to whoever has this account. The answer is the same for every address.
    async fn request_password_reset(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which account.")] input: RequestPasswordResetInput,
    ) -> Nullable<RequestPasswordResetPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let request = scope.request();
            let outcome =
                identity::request_password_reset(scope.core(), request, input.into()).await;
            scope.settle(outcome).await
        })
        .await
    }
}
