//! How much a target may send and how long it may take.

use std::time::Duration;

/// The limits of one exchange.
#[derive(Clone, Copy, Debug)]
pub struct HttpLimits {
    /// Status line and header fields together. nginx and Apache send at most 8 KB; twice four times that is generous.
    pub head_bytes: usize,
    /// The body is read to here and no further.
    pub body_bytes: usize,
    /// From the request to the last byte of the body, however slowly it drips.
    pub deadline: Duration,
}

impl Default for HttpLimits {
    /// 256 KB of body hold every signature a check looks for; ten seconds are what a browser's user waits.
    fn default() -> Self {
        Self {
            head_bytes: 64 * 1024,
            body_bytes: 256 * 1024,
            deadline: Duration::from_secs(10),
        }
    }
}
