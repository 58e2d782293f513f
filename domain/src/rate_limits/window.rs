//! One window of a policy: so many tokens at once, which come back in so many seconds.

use std::fmt;
use std::str::FromStr;

/// Longest window: a month.
const MAX_SECONDS: u32 = 31 * 86_400;
/// Whole microseconds a token: beyond it they would be too coarse.
const MAX_LIMIT_A_SECOND: u32 = 100_000;

/// So many tokens in so many seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    limit: u32,
    seconds: u32,
}

impl Window {
    /// A window.
    ///
    /// # Errors
    /// A sentence that says what is out of range.
    pub fn new(limit: u32, seconds: u32) -> Result<Self, String> {
        if limit == 0 || seconds == 0 || seconds > MAX_SECONDS {
            return Err(format!(
                "a window has a limit from 1 and 1 to {MAX_SECONDS} seconds"
            ));
        }
        if limit.div_ceil(seconds) > MAX_LIMIT_A_SECOND {
            return Err(format!(
                "a window gives at most {MAX_LIMIT_A_SECOND} in a second"
            ));
        }
        Ok(Self { limit, seconds })
    }

    /// A window that is known to be one.
    pub(super) const fn fixed(limit: u32, seconds: u32) -> Self {
        Self { limit, seconds }
    }

    /// Tokens of a full bucket.
    #[must_use]
    pub fn limit(&self) -> u32 {
        self.limit
    }

    /// Seconds in which an empty bucket is full again.
    #[must_use]
    pub fn seconds(&self) -> u32 {
        self.seconds
    }

    /// Microseconds of a token, rounded up: never more than the limit.
    #[must_use]
    pub fn unit(&self) -> u64 {
        (u64::from(self.seconds) * 1_000_000).div_ceil(u64::from(self.limit.max(1)))
    }

    /// Microseconds of a full bucket: whole tokens.
    #[must_use]
    pub fn whole(&self) -> u64 {
        self.unit().saturating_mul(u64::from(self.limit))
    }
}

impl fmt::Display for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.limit, self.seconds)
    }
}

impl FromStr for Window {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let numbers = text.split_once('/').and_then(|(limit, seconds)| {
            let seconds = seconds.trim_end_matches('s');
            Some((limit.parse().ok()?, seconds.parse().ok()?))
        });
        let (limit, seconds) = numbers
            .ok_or_else(|| format!("`{text}` is no window: write LIMIT/SECONDS, such as 600/60"))?;
        Self::new(limit, seconds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_is_read_as_it_is_written_and_nonsense_is_refused() {
        let window: Window = "300/6".parse().unwrap();
        assert_eq!((window.unit(), window.whole()), (20_000, 6_000_000));
        assert_eq!(window.to_string().parse(), Ok(window));
        for nonsense in [
            "",
            "6",
            "0/6",
            "6/0",
            "6/99999999",
            "200001/1",
            "-1/5",
            "a/b",
        ] {
            assert!(nonsense.parse::<Window>().is_err(), "{nonsense}");
        }
    }
}
