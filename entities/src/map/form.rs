//! In which form a value is stored: what a residue scan has to do in order to read it.

use std::fmt;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    Plain,
    /// Only a digest; nothing can be read out of it.
    Hashed,
    /// Sealed under the key of the person, or of the tenant where there is no person.
    Encrypted,
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Plain => "plain",
            Self::Hashed => "hashed",
            Self::Encrypted => "encrypted",
        })
    }
}
