//! Subscriptions as server-sent events, in the "distinct connections" mode of `graphql-sse`: a request, its results as
//! `next` events, and `complete`.
//!
//! The same gate, limits, places and re-authorisation as over a WebSocket; only the wire is another.

mod events;
mod stream_events;

pub(crate) use events::{CONTENT_TYPE, complete, next};
pub(crate) use stream_events::stream_events;
