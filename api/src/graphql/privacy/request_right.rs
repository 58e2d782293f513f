//! What a person can ask for.

use async_graphql::Enum;

/// What a person can ask for about their data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "xorb_entities::privacy::RightKind")]
pub enum DataSubjectRight {
    /// To see it (Art. 15 GDPR).
    Access,
    /// To have it corrected (Art. 16).
    Rectification,
    /// To have it erased (Art. 17).
    Erasure,
    /// To have its use restricted (Art. 18).
    Restriction,
    /// To take it elsewhere (Art. 20).
    Portability,
    /// To object to its use (Art. 21).
    Objection,
}
