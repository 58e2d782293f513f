//! What a client goes on with after a log-in.

use async_graphql::SimpleObject;

use crate::graphql::scalars::DateTime;

/// What you go on with after a log-in. With delivery `COOKIE`, the cookie of the answer is all there is to keep.
#[derive(SimpleObject)]
pub struct Session {
    /// Goes into the header `Authorization: Bearer …` of each request; null with a cookie.
    pub access_token: Option<String>,
    /// Gives the next access token, once: `refreshSession`. Null with a cookie.
    pub refresh_token: Option<String>,
    /// When the access token, or with a cookie the session, ends.
    pub expires_at: DateTime,
}
