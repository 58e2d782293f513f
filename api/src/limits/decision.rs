//! What the limiter by address says about one request, and how it is told to the client.

use std::time::Duration;

use actix_web::http::header::{HeaderMap, HeaderValue, RETRY_AFTER};
use xorb_domain::rate_limits::PolicyStanding;

use super::headers::write_standings;

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
    /// The same as other limits tell it.
    #[must_use]
    pub fn standing(&self) -> PolicyStanding {
        PolicyStanding {
            policy: "address".to_owned(),
            limit: self.limit.into(),
            window_seconds: self.window_seconds,
            remaining: self.remaining.into(),
            reset_after: self.reset_after,
        }
    }

    /// Writes `RateLimit-Policy` and `RateLimit`, and `Retry-After` on a refusal.
    pub fn write_headers(&self, headers: &mut HeaderMap) {
        write_standings(&[self.standing()], headers);
        if let Some(wait) = self.retry_after
            && let Ok(value) = HeaderValue::from_str(&whole_seconds(wait).max(1).to_string())
        {
            headers.insert(RETRY_AFTER, value);
        }
    }
}

/// Rounded up, so that a client that waits so long is not refused again.
#[must_use]
pub fn whole_seconds(duration: Duration) -> u64 {
    duration.as_secs() + u64::from(duration.subsec_nanos() > 0)
}
