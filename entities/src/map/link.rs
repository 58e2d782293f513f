//! How a value leads to the person it is about.

use std::fmt;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Link {
    /// About the data subject whose id is in this column of the row.
    Subject(&'static str),
    /// About whomever the row of `table` is about that this column leads to.
    Through {
        column: &'static str,
        table: &'static str,
    },
    /// Free text: it may mention anybody, and only reading it can tell.
    Mention,
    /// About nobody.
    Nobody,
}

impl Link {
    #[must_use]
    pub const fn through(column: &'static str, table: &'static str) -> Self {
        Self::Through { column, table }
    }
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Subject(column) => f.write_str(column),
            Self::Through { column, table } => write!(f, "{column} → {table}"),
            Self::Mention => f.write_str("mention"),
            Self::Nobody => f.write_str("nobody"),
        }
    }
}
