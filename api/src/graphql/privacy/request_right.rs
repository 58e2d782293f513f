//! What a person can ask for.

use async_graphql::Enum;

/// What a person can ask for about their data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "xorb_entities::privacy::RightKind")]
pub enum DataSubjectRight {
    /// To see it (Art. 15 GDPR). Not available yet.
    Access,
    /// To have it corrected (Art. 16). Not available yet.
    Rectification,
    /// To have it erased (Art. 17).
    Erasure,
    /// To have its use restricted (Art. 18). Not available yet.
    Restriction,
    /// To take it elsewhere (Art. 20). Not available yet.
    Portability,
    /// To object to its use (Art. 21). Not available yet.
    Objection,
}
