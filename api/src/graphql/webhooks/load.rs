//! Batches of webhook endpoints, for nested fields.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::dataloader::Loader;
use uuid::Uuid;
use xorb_domain::AppError;
use xorb_domain::webhooks::{self, WebhookEndpointView};
use xorb_entities::ids::WebhookEndpointId;

use crate::graphql::Reads;

impl Loader<WebhookEndpointId> for Reads {
    type Value = WebhookEndpointView;
    type Error = Arc<AppError>;

    async fn load(
        &self,
        keys: &[WebhookEndpointId],
    ) -> Result<HashMap<WebhookEndpointId, WebhookEndpointView>, Self::Error> {
        let ids: Vec<Uuid> = keys.iter().map(|key| key.uuid()).collect();
        let found = webhooks::load_webhook_endpoints(&self.0, &ids).await?;
        Ok(found
            .into_iter()
            .map(|(id, endpoint)| (id.into(), endpoint))
            .collect())
    }
}
