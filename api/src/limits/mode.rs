//! What a limit does when it is exceeded.

use std::str::FromStr;

/// The mode of a limit (`rate_limit.mode`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LimitMode {
    /// Refuses.
    #[default]
    Enforce,
    /// Counts and reports, refuses nothing.
    Shadow,
    /// Does not even count.
    Off,
}

impl FromStr for LimitMode {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "enforce" => Ok(Self::Enforce),
            "shadow" => Ok(Self::Shadow),
            "off" => Ok(Self::Off),
            other => Err(format!("`{other}` is no mode of a limit; it is enforce, shadow or off")),
        }
    }
}
