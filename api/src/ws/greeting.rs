//! The first message: `connection_init` within three seconds, with credentials.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use xorb_domain::AppError;
use xorb_domain::identity::RequestInfo;

use super::close::Close;
use super::protocol::{ClientMessage, ServerMessage};
use super::wire::Wire;
use crate::caller::{Caller, Credentials};
use crate::edge::Edge;

/// A client must have introduced itself by then.
const PATIENCE: Duration = Duration::from_secs(3);

/// Waits for the introduction and finds out who it is. `shown` are the credentials of the handshake.
pub(super) async fn greet(
    wire: &mut Wire,
    edge: &Edge,
    info: &RequestInfo,
    shown: Credentials,
) -> Result<Arc<dyn Caller>, Close> {
    let payload = match tokio::time::timeout(PATIENCE, introduction(wire)).await {
        Ok(payload) => payload?,
        Err(_) => return Err(Close::InitialisationTimeout),
    };
    let credentials = match authorization_in(payload.as_ref()) {
        Some(value) => Credentials::of_authorization(value).ok_or(Close::Unauthorized)?,
        None => shown,
    };
    let verifying = edge.callers.authenticate(&credentials, info);
    let caller = match tokio::time::timeout(edge.deadline, verifying).await {
        Ok(Ok(caller)) if !caller.is_anonymous() => caller,
        Ok(Ok(_) | Err(AppError::Unauthenticated)) => return Err(Close::Unauthorized),
        Ok(Err(AppError::Forbidden(_))) => return Err(Close::Forbidden),
        Ok(Err(error)) => {
            tracing::warn!(%error, "a socket's credentials can't be verified");
            return Err(Close::TryAgainLater);
        }
        Err(_) => return Err(Close::TryAgainLater),
    };
    wire.send(&ServerMessage::ConnectionAck).await?;
    Ok(caller)
}

async fn introduction(wire: &mut Wire) -> Result<Option<Value>, Close> {
    loop {
        match wire.receive().await? {
            ClientMessage::ConnectionInit { payload } => return Ok(payload),
            ClientMessage::Ping {} => wire.send(&ServerMessage::Pong).await?,
            ClientMessage::Pong {} | ClientMessage::Complete { .. } => {}
            ClientMessage::Subscribe { .. } => return Err(Close::Unauthorized),
        }
    }
}

/// `{"Authorization": "Bearer …"}`; the name in any case, as with a header.
fn authorization_in(payload: Option<&Value>) -> Option<&str> {
    let entries = payload?.as_object()?;
    let found = entries
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("authorization"));
    found.map(|(_, value)| value.as_str().unwrap_or_default())
}
