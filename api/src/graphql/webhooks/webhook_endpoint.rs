//! A webhook endpoint, as clients see it.

use async_graphql::{Context, Description, ID, Object};
use xorb_domain::webhooks::{self, WebhookEndpointView};
use xorb_entities::ids::WebhookEndpointId;

use super::{
    WebhookDelivery, WebhookDisabledReason, WebhookEndpointState, WebhookEventType,
    WebhookSigningKey,
};
use crate::graphql::connection::{Connection, Listing};
use crate::graphql::scalars::DateTime;
use crate::graphql::{Nullable, ScopeOfContext};

/// An address of yours that is told what happens, by signed messages as of Standard Webhooks.
#[derive(Description)]
pub struct WebhookEndpoint(WebhookEndpointView);

impl From<WebhookEndpointView> for WebhookEndpoint {
    fn from(view: WebhookEndpointView) -> Self {
        Self(view)
    }
}

#[Object(use_type_description)]
impl WebhookEndpoint {
    /// The endpoint's id, `whe_…`.
    pub(crate) async fn id(&self) -> ID {
        WebhookEndpointId::from(self.0.id).into()
    }

    /// Where messages are posted to, in canonical form.
    async fn url(&self) -> &str {
        &self.0.url
    }

    /// What you wrote beside it.
    async fn description(&self) -> Option<&str> {
        self.0.description.as_deref()
    }

    /// What it is told about.
    async fn event_types(&self) -> Vec<WebhookEventType> {
        self.0.events.iter().copied().map(Into::into).collect()
    }

    /// Whether it is told anything.
    async fn state(&self) -> WebhookEndpointState {
        self.0.state.into()
    }

    /// Why it is disabled; null while it is enabled.
    async fn disabled_reason(&self) -> Option<WebhookDisabledReason> {
        self.0.disabled_reason.map(Into::into)
    }

    /// Since when it is disabled; null while it is enabled.
    async fn disabled_at(&self) -> Option<DateTime> {
        self.0.disabled_at.map(DateTime)
    }

    /// Since when nothing has arrived; null if the last delivery did. After some days like this it is disabled.
    async fn failing_since(&self) -> Option<DateTime> {
        self.0.failing_since.map(DateTime)
    }

    /// The keys that sign its messages now, the newest first. During a rotation there are several, and each signs.
    async fn signing_keys(&self) -> Vec<WebhookSigningKey> {
        self.0.keys.iter().cloned().map(Into::into).collect()
    }

    /// Grows with each change: give it as `expectedVersion` to change only what you have seen.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// When it was registered.
    async fn created_at(&self) -> DateTime {
        self.0.created_at.into()
    }

    /// When it was last changed.
    async fn updated_at(&self) -> DateTime {
        self.0.updated_at.into()
    }

    /// What it was told, or is to be told, the newest first. Kept for 90 days.
    async fn deliveries(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many to give, at most 100.", default = 20)] first: Option<i32>,
        #[graphql(desc = "Continue behind this cursor.")] after: Option<String>,
    ) -> Nullable<Connection<WebhookDelivery>> {
        Nullable::of(async {
            let id = self.0.id;
            let listing = Listing::new(first, after.as_deref(), "deliveries of endpoint", id)?;
            let reads = ctx.scope()?.reads()?.clone();
            let slice = webhooks::webhook_deliveries(&reads, id, listing.page()).await?;
            listing.connection(slice, move || {
                let reads = reads.clone();
                async move { webhooks::count_webhook_deliveries(&reads, id).await }
            })
        })
        .await
    }
}
