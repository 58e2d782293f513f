//! `rotateApiKey`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::identity::{self, RotateApiKey};
use xorb_entities::ids::ApiKeyId;

use super::ApiKey;
use super::api_key::payload_with_key;
use crate::graphql::scalars::DateTime;
use crate::graphql::{Id, Nullable, ScopeOfContext, UserError};

/// Which key to replace.
#[derive(InputObject)]
pub struct RotateApiKeyInput {
    /// The key.
    api_key_id: Id<ApiKeyId>,
    /// For how many hours both work, 0 to 168.
    #[graphql(default_with = "Some(24)")]
    overlap_hours: Option<i32>,
    /// When the new key ends: 90 days from now if not given, a year at most.
    expires_at: Option<DateTime>,
    /// Makes a repeated call within 24 hours give the same key instead of another one; its secret is not shown again.
    idempotency_key: Option<String>,
}

impl From<RotateApiKeyInput> for RotateApiKey {
    fn from(input: RotateApiKeyInput) -> Self {
        Self {
            api_key_id: input.api_key_id.uuid(),
            overlap_hours: input.overlap_hours,
            expires_at: input.expires_at.map(|at| at.0),
            idempotency_key: input.idempotency_key,
        }
    }
}

/// What `rotateApiKey` answers.
#[derive(SimpleObject)]
pub struct RotateApiKeyPayload {
    /// The new key; null if it was refused.
    api_key: Option<ApiKey>,
    /// What to send as `Authorization: Bearer`. It is shown this once; null in a repeated call.
    secret: Option<String>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload_with_key!(RotateApiKeyPayload);

#[derive(Default)]
pub struct RotateApiKeyMutation;

#[Object]
impl RotateApiKeyMutation {
    /// Replaces an API key by a new one that may do the same. The old one works on for the overlap; `lastUsedAt` says
    /// whether anything still uses it. Needs somebody who has logged in or stepped up within ten minutes.
    async fn rotate_api_key(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which key to replace.")] input: RotateApiKeyInput,
    ) -> Nullable<RotateApiKeyPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let outcome =
                identity::rotate_api_key(scope.core(), scope.actor()?, input.into()).await;
            scope.settle(outcome).await
        })
        .await
    }
}
