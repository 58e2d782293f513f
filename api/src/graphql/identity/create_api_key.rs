//! `createApiKey`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::identity::{self, CreateApiKey};
use xorb_entities::ids::UserId;

use super::ApiKey;
use super::api_key::payload_with_key;
use crate::graphql::scalars::DateTime;
use crate::graphql::{Id, Nullable, ScopeOfContext, UserError};

/// What the key is to be.
#[derive(InputObject)]
pub struct CreateApiKeyInput {
    /// What you will know it by.
    name: String,
    /// What it may do at most: permissions of yours, such as `scans:start`. Whatever you may not do any more, it may not.
    scopes: Vec<String>,
    /// When it ends: 90 days from now if not given, a year at most.
    expires_at: Option<DateTime>,
    /// From which networks it works, such as `192.0.2.0/24`; from anywhere if not given.
    networks: Option<Vec<String>>,
    /// The service account that it is for; needs the permission `api_keys:manage`. Otherwise it is yours.
    service_account_id: Option<Id<UserId>>,
    /// Makes a repeated call within 24 hours give the same key instead of another one; its secret is not shown again.
    idempotency_key: Option<String>,
}

impl From<CreateApiKeyInput> for CreateApiKey {
    fn from(input: CreateApiKeyInput) -> Self {
        Self {
            name: input.name,
            scopes: input.scopes,
            networks: input.networks.unwrap_or_default(),
            expires_at: input.expires_at.map(|at| at.0),
            service_account_id: input.service_account_id.map(Id::uuid),
            idempotency_key: input.idempotency_key,
        }
    }
}

/// What `createApiKey` answers.
#[derive(SimpleObject)]
pub struct CreateApiKeyPayload {
    /// The key; null if it was refused.
    api_key: Option<ApiKey>,
    /// What to send as `Authorization: Bearer`. It is shown this once; null in a repeated call.
    secret: Option<String>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload_with_key!(CreateApiKeyPayload);

#[derive(Default)]
pub struct CreateApiKeyMutation;

#[Object]
impl CreateApiKeyMutation {
    /// Makes an API key. Needs somebody who has logged in or stepped up within ten minutes.
    async fn create_api_key(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What the key is to be.")] input: CreateApiKeyInput,
    ) -> Nullable<CreateApiKeyPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let outcome =
                identity::create_api_key(scope.core(), scope.actor()?, input.into()).await;
            scope.settle(outcome).await
        })
        .await
    }
}
