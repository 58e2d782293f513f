//! How this process runs; it decides what "auto" means and what a configuration must contain.

use std::fmt;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Everything in one process: `xorb`, `xorb demo`, and the operator commands.
    Embedded,
    /// `xorb api`
    Api,
    /// `xorb worker`
    Worker,
}

impl Role {
    #[must_use]
    pub const fn is_embedded(self) -> bool {
        matches!(self, Self::Embedded)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Embedded => "embedded",
            Self::Api => "api",
            Self::Worker => "worker",
        })
    }
}
