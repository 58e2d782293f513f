//! What becomes of a value when the person it is about is erased.

use std::fmt;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Erase {
    /// Goes with its row, or its file.
    Delete,
    /// Becomes null; what remains of the row is about nobody.
    Anonymise,
    /// Stays, as a random id that leads nowhere once the mapping behind it is deleted.
    Pseudonymise,
    /// The person's identifiers are cut out of the text; the rest stays.
    RedactMentions,
    /// Stays, and the certificate says why and how long.
    Retain {
        ground: &'static str,
        until: &'static str,
    },
    /// Stays, because there is nothing of a person in it.
    Untouched,
}

impl Erase {
    /// What must stay for as long as the platform has to be able to prove how it answered a request.
    pub const PROOF: Self = Self::Retain {
        ground: "Art. 5(2) and 17(3)(e): proof of how the request was answered",
        until: "three years after the end of the year of the answer",
    };
}

impl fmt::Display for Erase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Delete => f.write_str("delete"),
            Self::Anonymise => f.write_str("anonymise"),
            Self::Pseudonymise => f.write_str("pseudonymise"),
            Self::RedactMentions => f.write_str("redact mentions"),
            Self::Retain { ground, until } => write!(f, "retain ({ground}; until {until})"),
            Self::Untouched => f.write_str("untouched"),
        }
    }
}
