//! What the limiter says about one request, and how it is told to the client.

use std::time::Duration;

use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue, RETRY_AFTER};

const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const STATE: HeaderName = HeaderName::from_static("ratelimit");

/// The state of the client's bucket after this request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    /// How many requests at once the bucket allows when full.
    pub limit: u32,
    /// In how many seconds an empty bucket is full again.
    pub window_seconds: u64,
    /// How many requests are left now.
    pub remaining: u32,
    /// When the bucket is full again.
    pub reset_after: Duration,
    /// Set if the limit is exceeded: when to come back.
    pub retry_after: Option<Duration>,
}

impl Decision {
    /// Writes `RateLimit-Policy` and `RateLimit` (IETF draft, structured fields), and `Retry-After` on a refusal.
    pub fn write_headers(&self, headers: &mut HeaderMap) {
        let mut set = |name: HeaderName, value: String| {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(name, value);
            }
        };
        set(
            POLICY,
            format!("\"address\";q={};w={}", self.limit, self.window_seconds),
        );
        set(
            STATE,
            format!(
                "\"address\";r={};t={}",
                self.remaining,
                whole_seconds(self.reset_after)
            ),
        );
        if let Some(wait) = self.retry_after {
            set(RETRY_AFTER, whole_seconds(wait).max(1).to_string());
        }
    }
}

/// Rounded up, so that a client that waits so long is not refused again.
#[must_use]
pub fn whole_seconds(duration: Duration) -> u64 {
    duration.as_secs() + u64::from(duration.subsec_nanos() > 0)
}
