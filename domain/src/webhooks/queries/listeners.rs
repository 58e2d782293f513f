//! Which endpoints want to be told.
#![expect(clippy::disallowed_methods, reason = "a query module")]

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;
use xorb_entities::webhooks::{WebhookEndpointState, webhook_endpoint};

use crate::AppError;
use crate::db::TenantTx;
use crate::webhooks::WebhookEvent;
use crate::webhooks::view::events_of;

/// An endpoint that is told something.
pub(in crate::webhooks) struct Listener {
    pub(in crate::webhooks) endpoint_id: Uuid,
    pub(in crate::webhooks) events: Vec<WebhookEvent>,
}

/// The enabled endpoints, in one order.
pub(in crate::webhooks) async fn listeners(tx: &TenantTx) -> Result<Vec<Listener>, AppError> {
    let rows: Vec<(Uuid, serde_json::Value)> = webhook_endpoint::Entity::find()
        .select_only()
        .column(webhook_endpoint::Column::Id)
        .column(webhook_endpoint::Column::Events)
        .filter(webhook_endpoint::Column::TenantId.eq(tx.tenant_id()))
        .filter(webhook_endpoint::Column::State.eq(WebhookEndpointState::Enabled))
        .filter(webhook_endpoint::Column::DeletedAt.is_null())
        .order_by_asc(webhook_endpoint::Column::Id)
        .into_tuple()
        .all(tx.conn())
        .await?;
    let listener = |(endpoint_id, events)| Listener {
        endpoint_id,
        events: events_of(&events),
    };
    Ok(rows.into_iter().map(listener).collect())
}
