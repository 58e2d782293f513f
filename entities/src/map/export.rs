//! Whether a value is part of what a person gets to see of their data.

use std::fmt;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Export {
    /// In the answer to an access request (Art. 15).
    Include,
    /// In it, and in the portable copy as well, because the person provided it (Art. 20).
    IncludePortable,
    /// Shown in part, because it would show somebody else's data or a secret.
    Mask,
    Exclude(&'static str),
}

impl fmt::Display for Export {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Include => f.write_str("include"),
            Self::IncludePortable => f.write_str("include, portable"),
            Self::Mask => f.write_str("mask"),
            Self::Exclude(reason) => write!(f, "exclude ({reason})"),
        }
    }
}
