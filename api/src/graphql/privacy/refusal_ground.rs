//! On which grounds a request may be refused.

use async_graphql::Enum;

/// On which grounds a request for erasure may be refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "xorb_domain::privacy::RefusalGround")]
pub enum RefusalGround {
    /// Art. 12(5) GDPR: it is manifestly unfounded or excessive.
    Unfounded,
    /// Art. 17(3)(a): freedom of expression and information.
    Expression,
    /// Art. 17(3)(b): a legal obligation, or a task in the public interest.
    LegalObligation,
    /// Art. 17(3)(c): public health.
    PublicHealth,
    /// Art. 17(3)(d): archiving, research or statistics.
    Research,
    /// Art. 17(3)(e): legal claims.
    LegalClaims,
}
