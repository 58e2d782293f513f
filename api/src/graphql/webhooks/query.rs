//! `webhookEndpoint` and `webhookEndpoints`.

use async_graphql::{Context, Object};
use xorb_domain::webhooks;
use xorb_entities::ids::WebhookEndpointId;

use super::WebhookEndpoint;
use crate::graphql::connection::{Connection, Listing};
use crate::graphql::{Id, Nullable, ScopeOfContext};

#[derive(Default)]
pub struct WebhooksQuery;

#[Object]
impl WebhooksQuery {
    /// One webhook endpoint. Needs the permission `webhooks:read`.
    async fn webhook_endpoint(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The endpoint's id, `whe_…`.")] id: Id<WebhookEndpointId>,
    ) -> Nullable<WebhookEndpoint> {
        Nullable::of(async {
            let endpoint = webhooks::webhook_endpoint(ctx.scope()?.reads()?, id.uuid()).await?;
            Ok(endpoint.into())
        })
        .await
    }

    /// The tenant's webhook endpoints, newest first. Needs the permission `webhooks:read`.
    async fn webhook_endpoints(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many to give, at most 100.", default = 20)] first: Option<i32>,
        #[graphql(desc = "Continue behind this cursor.")] after: Option<String>,
    ) -> Nullable<Connection<WebhookEndpoint>> {
        Nullable::of(async {
            let listing = Listing::new(first, after.as_deref(), "webhookEndpoints", ())?;
            let reads = ctx.scope()?.reads()?.clone();
            let slice = webhooks::webhook_endpoints(&reads, listing.page()).await?;
            listing.connection(slice, move || {
                let reads = reads.clone();
                async move { webhooks::count_webhook_endpoints(&reads).await }
            })
        })
        .await
    }
}
