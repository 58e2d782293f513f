//! How a client gets its session.

use async_graphql::Enum;

/// How a client gets its session.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Enum)]
#[graphql(remote = "xorb_entities::identity::SessionDelivery")]
pub enum SessionDelivery {
    /// Access and refresh token in the answer: for programs and native applications.
    #[default]
    Token,
    /// An `HttpOnly` cookie, and no token in the answer: for browsers.
    Cookie,
}
