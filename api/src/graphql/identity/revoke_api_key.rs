//! `revokeApiKey`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::identity;
use xorb_entities::ids::ApiKeyId;

use crate::graphql::{Id, Nullable, ScopeOfContext, UserError, payload};

/// Which key to end.
#[derive(InputObject)]
pub struct RevokeApiKeyInput {
    /// The key.
    api_key_id: Id<ApiKeyId>,
}

/// What `revokeApiKey` answers.
#[derive(SimpleObject)]
pub struct RevokeApiKeyPayload {
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload!(RevokeApiKeyPayload);

#[derive(Default)]
pub struct RevokeApiKeyMutation;

#[Object]
impl RevokeApiKeyMutation {
    /// Ends an API key at once: your own, or anybody's with the permission `api_keys:manage`. A key can end itself.
    async fn revoke_api_key(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which key to end.")] input: RevokeApiKeyInput,
    ) -> Nullable<RevokeApiKeyPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let id = input.api_key_id.uuid();
            let outcome = identity::revoke_api_key(scope.core(), scope.actor()?, id).await;
            scope.settle(outcome).await
        })
        .await
    }
}
