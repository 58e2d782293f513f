//! Why a socket is closed by us; the codes from 4400 are those of `graphql-transport-ws`.

use actix_ws::{CloseCode, CloseReason};

use crate::execute::Withdrawn;

/// A reason to close.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Close {
    /// The client closed, for this reason, or is gone.
    ByClient(Option<CloseReason>),
    /// We stop.
    GoingAway,
    /// The client breaks the WebSocket protocol.
    Protocol,
    /// The client reads too slowly, or not at all.
    TooSlow,
    /// A message is too large.
    TooLarge,
    /// Something of ours is away.
    TryAgainLater,
    /// A message that can't be understood.
    BadRequest(String),
    /// Credentials are missing, invalid or have ended, or an operation came before them.
    Unauthorized,
    /// Whoever it is, this is not for them.
    Forbidden,
    /// The client does not speak our protocol.
    SubprotocolNotAcceptable,
    /// No `connection_init` in time.
    InitialisationTimeout,
    /// This id is in use.
    SubscriberExists(String),
    /// A second `connection_init`.
    TooManyInitialisations,
    /// Too many messages.
    TooManyRequests,
}

impl From<Withdrawn> for Close {
    fn from(why: Withdrawn) -> Self {
        match why {
            Withdrawn::Stopping => Self::GoingAway,
            Withdrawn::Unauthorized => Self::Unauthorized,
            Withdrawn::Unconfirmed => Self::TryAgainLater,
        }
    }
}

impl Close {
    /// What is told to the client; what it has said itself is said back.
    pub fn reason(self) -> Option<CloseReason> {
        let (code, text) = match self {
            Self::ByClient(reason) => return reason,
            Self::GoingAway => (1001, "the server stops; connect again".to_owned()),
            Self::Protocol => (1002, "protocol error".to_owned()),
            Self::TooSlow => (1008, "messages are not read fast enough".to_owned()),
            Self::TooLarge => (1009, "a message may have at most 65536 bytes".to_owned()),
            Self::TryAgainLater => (1013, "try again later".to_owned()),
            Self::BadRequest(text) => (4400, text),
            Self::Unauthorized => (4401, "Unauthorized".to_owned()),
            Self::Forbidden => (4403, "Forbidden".to_owned()),
            Self::SubprotocolNotAcceptable => (4406, "Subprotocol not acceptable".to_owned()),
            Self::InitialisationTimeout => (4408, "Connection initialisation timeout".to_owned()),
            Self::SubscriberExists(id) => (4409, format!("Subscriber for {id} already exists")),
            Self::TooManyInitialisations => (4429, "Too many initialisation requests".to_owned()),
            Self::TooManyRequests => (4429, "Too many requests".to_owned()),
        };
        Some(CloseReason {
            code: CloseCode::from(code),
            description: Some(text),
        })
    }

    /// What a client does that is closed so.
    fn remedy(&self) -> &'static str {
        match self {
            Self::ByClient(_) => "",
            Self::GoingAway => "connect again, to another process",
            Self::Protocol => "use a library for `graphql-transport-ws`",
            Self::TooSlow => "read messages as they come, then connect again and subscribe to less",
            Self::TooLarge => "send smaller variables",
            Self::TryAgainLater => {
                "connect again after a second, and after twice as long each time"
            }
            Self::BadRequest(_) => "mend the message as the text says",
            Self::Unauthorized => "call `refreshSession`, then connect again with the new token",
            Self::Forbidden => "connect as somebody who may, from an origin that is allowed",
            Self::SubprotocolNotAcceptable => "ask for the subprotocol `graphql-transport-ws`",
            Self::InitialisationTimeout => "send `connection_init` as soon as the socket is open",
            Self::SubscriberExists(_) => "give each subscription an id of its own",
            Self::TooManyInitialisations => "send `connection_init` once",
            Self::TooManyRequests => "wait a while, then connect again and send less",
        }
    }
}

/// Every close with its code, its text and what to do, for `docs/errors.md`.
pub(crate) fn documented_closes() -> Vec<(CloseCode, String, &'static str)> {
    let all = [
        Close::GoingAway,
        Close::Protocol,
        Close::TooSlow,
        Close::TooLarge,
        Close::TryAgainLater,
        Close::BadRequest("what is wrong with the message".to_owned()),
        Close::Unauthorized,
        Close::Forbidden,
        Close::SubprotocolNotAcceptable,
        Close::InitialisationTimeout,
        Close::SubscriberExists("(id)".to_owned()),
        Close::TooManyInitialisations,
        Close::TooManyRequests,
    ];
    let documented = all.into_iter().filter_map(|close| {
        let remedy = close.remedy();
        let reason = close.reason()?;
        Some((reason.code, reason.description.unwrap_or_default(), remedy))
    });
    documented.collect()
}
