//! What kind of information a column holds.

use std::fmt;

/// Why a text that only a fixed set of words can be in says nothing about anyone. A CHECK must exist.
pub const FIXED_SET: &str = "one of a fixed set of words, held by a CHECK";

/// Why a column of error codes says nothing about anyone.
pub const ERROR_CODE: &str = "a code from a fixed list";
/// Why wrapped keys say nothing about anyone.
pub const KEY_MATERIAL: &str = "random key material, wrapped";
/// Why the audit chain's hashes say nothing about anyone: they cover salted commitments, never contents.
pub const CHAIN_HASH: &str = "a hash over fields without personal data";

/// The categories of the record of processing activities, and the two ways of being none of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Category {
    /// Names a person.
    Identity,
    /// Reaches a person.
    Contact,
    /// Where a person's device was in the network.
    Network,
    /// Lets a person in.
    Credential,
    /// A random id that stands for a person.
    Pseudonym,
    /// What a person did or was granted, and when.
    Activity,
    /// How a person wants things.
    Preference,
    /// Text, or a document, in which anybody may be mentioned.
    Content,
    /// A system of the tenant's: an address or a name that may lead to a person.
    Target,
    /// A random id of a row.
    RowId,
    /// No personal data, and no room for any: a number, a flag, or a time that says nothing about a person.
    Technical,
    /// No personal data, although there would be room for it. The reason why not.
    NotPersonal(&'static str),
}

impl Category {
    #[must_use]
    pub const fn is_personal(self) -> bool {
        !matches!(self, Self::RowId | Self::Technical | Self::NotPersonal(_))
    }

    /// Whether the category says why nothing personal is in a place that could hold it.
    #[must_use]
    pub const fn has_reason(self) -> bool {
        matches!(self, Self::NotPersonal(reason) if !reason.is_empty())
    }
}

impl fmt::Display for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Identity => f.write_str("identity"),
            Self::Contact => f.write_str("contact"),
            Self::Network => f.write_str("network"),
            Self::Credential => f.write_str("credential"),
            Self::Pseudonym => f.write_str("pseudonym"),
            Self::Activity => f.write_str("activity"),
            Self::Preference => f.write_str("preference"),
            Self::Content => f.write_str("content"),
            Self::Target => f.write_str("target"),
            Self::RowId => f.write_str("row id"),
            Self::Technical => f.write_str("technical"),
            Self::NotPersonal(reason) => write!(f, "not personal ({reason})"),
        }
    }
}
