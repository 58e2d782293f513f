//! What a delivery's job has to send, if anything.

use uuid::Uuid;
use xorb_entities::webhooks::{WebhookDeliveryState, WebhookEndpointState};

use crate::AppError;
use crate::jobs::JobContext;
use crate::webhooks::endpoint_url::EndpointUrl;
use crate::webhooks::{Message, WebhookKey, keys, queries};

/// A message and where it goes.
#[derive(Debug)]
pub struct Call {
    pub(super) delivery_id: Uuid,
    pub(super) endpoint_id: Uuid,
    pub(super) url: EndpointUrl,
    pub(super) message: Message,
    pub(super) keys: Vec<WebhookKey>,
}

/// What there is to do.
#[derive(Debug)]
pub enum Prepared {
    /// Send this.
    Call(Box<Call>),
    /// It has ended already.
    Ended,
    /// Its endpoint is gone: nobody wants it any more.
    Unwanted,
    /// It can't be sent, for this reason.
    Unsendable(&'static str),
}

/// Reads the delivery with its endpoint and the keys that sign now.
///
/// # Errors
/// `NotFound` if the delivery is gone; as the database says.
pub async fn prepare(context: &JobContext, delivery_id: Uuid) -> Result<Prepared, AppError> {
    let tx = context.core.db.read(&context.scope).await?;
    let delivery = queries::find_delivery(&tx, delivery_id)
        .await?
        .ok_or(AppError::NotFound("webhook delivery"))?;
    if delivery.state != WebhookDeliveryState::Pending {
        return Ok(Prepared::Ended);
    }
    let Some(endpoint) = queries::find_endpoint(&tx, delivery.endpoint_id).await? else {
        return Ok(Prepared::Unwanted);
    };
    if endpoint.state != WebhookEndpointState::Enabled {
        return Ok(Prepared::Unsendable("endpoint_disabled"));
    }
    // An erasure may have cut a person's name out of it.
    let Some(url) = EndpointUrl::read(&endpoint.url) else {
        return Ok(Prepared::Unsendable("endpoint_address"));
    };
    Ok(Prepared::Call(Box::new(Call {
        delivery_id,
        endpoint_id: endpoint.id,
        url,
        message: Message::of(&delivery),
        keys: keys::open_keys(&tx, endpoint.id).await?,
    })))
}
