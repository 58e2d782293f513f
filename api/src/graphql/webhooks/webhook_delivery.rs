//! A delivery, as clients see it.

use async_graphql::{Context, Description, ID, Object};
use xorb_domain::webhooks::WebhookDeliveryView;
use xorb_entities::ids::{WebhookDeliveryId, WebhookEndpointId};

use super::{WebhookDeliveryState, WebhookEndpoint, WebhookEventType};
use crate::graphql::scalars::DateTime;
use crate::graphql::{ErrorDetail, Nullable, load};

/// One event on its way to one endpoint. What the receiver answers is not kept, but for its status.
#[derive(Description)]
pub struct WebhookDelivery(WebhookDeliveryView);

impl From<WebhookDeliveryView> for WebhookDelivery {
    fn from(view: WebhookDeliveryView) -> Self {
        Self(view)
    }
}

#[Object(use_type_description)]
impl WebhookDelivery {
    /// The delivery's id, `whd_…`. Each of its attempts carries it as `webhook-id`.
    pub(crate) async fn id(&self) -> ID {
        WebhookDeliveryId::from(self.0.id).into()
    }

    /// Who is told.
    async fn endpoint(&self, ctx: &Context<'_>) -> Nullable<WebhookEndpoint> {
        load(ctx, WebhookEndpointId::from(self.0.endpoint_id)).await
    }

    /// What has happened; null for a kind that this version does not know.
    async fn event_type(&self) -> Option<WebhookEventType> {
        self.0.event.map(Into::into)
    }

    /// The id of what it is about: `data.id` of the message.
    async fn object_id(&self) -> ID {
        ID::from(&self.0.object)
    }

    /// When it happened.
    async fn occurred_at(&self) -> DateTime {
        self.0.occurred_at.into()
    }

    /// Where it stands.
    async fn state(&self) -> WebhookDeliveryState {
        self.0.state.into()
    }

    /// How often it was tried, since it was queued or last sent again.
    async fn attempts(&self) -> i32 {
        self.0.attempts
    }

    /// When it was last tried; null before the first attempt.
    async fn last_attempt_at(&self) -> Option<DateTime> {
        self.0.last_attempt_at.map(DateTime)
    }

    /// The status of the last answer; null if there was none.
    async fn last_status(&self) -> Option<i32> {
        self.0.last_status
    }

    /// Why the last attempt failed; null if it did not.
    async fn error(&self) -> Option<ErrorDetail> {
        self.0.error_code.as_deref().map(ErrorDetail::of)
    }

    /// When it is tried next; null once it has ended.
    async fn next_attempt_at(&self) -> Option<DateTime> {
        self.0.next_attempt_at.map(DateTime)
    }

    /// When it ended, however it did.
    async fn finished_at(&self) -> Option<DateTime> {
        self.0.finished_at.map(DateTime)
    }
}
