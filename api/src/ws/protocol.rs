//! The messages of `graphql-transport-ws`.

use async_graphql::ServerError;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::close::Close;
use crate::execute::{Answer, RequestParams};
use crate::gate::check_json_depth;

/// The name of the protocol.
pub(super) const PROTOCOL: &str = "graphql-transport-ws";
/// Longest id of an operation.
const MAX_ID: usize = 128;

/// From the client.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum ClientMessage {
    ConnectionInit {
        #[serde(default)]
        payload: Option<Value>,
    },
    Ping {},
    Pong {},
    Subscribe {
        id: String,
        payload: RequestParams,
    },
    Complete {
        id: String,
    },
}

impl ClientMessage {
    pub fn read(text: &str) -> Result<Self, Close> {
        let bad = |error: String| Close::BadRequest(format!("Invalid message: {error}"));
        check_json_depth(text.as_bytes()).map_err(|error| bad(error.to_string()))?;
        let message = serde_json::from_str(text).map_err(|error| bad(error.to_string()))?;
        match &message {
            Self::Subscribe { id, .. } | Self::Complete { id }
                if id.is_empty() || id.len() > MAX_ID =>
            {
                Err(bad(format!("an id has 1 to {MAX_ID} characters")))
            }
            _ => Ok(message),
        }
    }
}

/// To the client.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum ServerMessage<'a> {
    ConnectionAck,
    Pong,
    Next {
        id: &'a str,
        payload: &'a Answer,
    },
    Error {
        id: &'a str,
        payload: &'a [ServerError],
    },
    Complete {
        id: &'a str,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_message_closes_with_bad_request() {
        for text in [
            "",
            "7",
            "{}",
            "{\"type\":\"nonsense\"}",
            "{\"type\":\"subscribe\",\"id\":\"\",\"payload\":{\"query\":\"{a}\"}}",
            "{\"type\":\"subscribe\",\"id\":\"1\"}",
            "[]",
        ] {
            assert!(
                matches!(ClientMessage::read(text), Err(Close::BadRequest(_))),
                "{text}"
            );
        }
        let deep = format!(
            "{{\"type\":\"ping\",\"payload\":{}{}}}",
            "[".repeat(1_000),
            "]".repeat(1_000)
        );
        assert!(matches!(
            ClientMessage::read(&deep),
            Err(Close::BadRequest(_))
        ));
    }

    #[test]
    fn messages_are_read_with_and_without_payload() {
        assert!(matches!(
            ClientMessage::read("{\"type\":\"connection_init\"}"),
            Ok(ClientMessage::ConnectionInit { payload: None })
        ));
        assert!(matches!(
            ClientMessage::read("{\"type\":\"ping\",\"payload\":{\"x\":1}}"),
            Ok(ClientMessage::Ping {})
        ));
        let text = "{\"type\":\"subscribe\",\"id\":\"1\",\"payload\":{\"query\":\"{a}\",\"variables\":{\"n\":1}}}";
        let Ok(ClientMessage::Subscribe { id, payload }) = ClientMessage::read(text) else {
            panic!("not read")
        };
        assert_eq!(
            (
                id.as_str(),
                payload.query.as_deref(),
                payload.variables.len()
            ),
            ("1", Some("{a}"), 1)
        );
    }
}
