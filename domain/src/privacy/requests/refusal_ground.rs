//! On which grounds a request for erasure may be refused: a closed set, each an article of the GDPR.

/// One of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RefusalGround {
    /// Manifestly unfounded or excessive.
    Unfounded,
    /// Freedom of expression and information.
    Expression,
    /// A legal obligation, or a task in the public interest.
    LegalObligation,
    /// Public health.
    PublicHealth,
    /// Archiving, research or statistics.
    Research,
    /// Legal claims.
    LegalClaims,
}

impl RefusalGround {
    /// All grounds.
    pub const ALL: [Self; 6] = [
        Self::Unfounded,
        Self::Expression,
        Self::LegalObligation,
        Self::PublicHealth,
        Self::Research,
        Self::LegalClaims,
    ];

    /// The value in `data_subject_requests.refusal_ground`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unfounded => "Art. 12(5)",
            Self::Expression => "Art. 17(3)(a)",
            Self::LegalObligation => "Art. 17(3)(b)",
            Self::PublicHealth => "Art. 17(3)(c)",
            Self::Research => "Art. 17(3)(d)",
            Self::LegalClaims => "Art. 17(3)(e)",
        }
    }

    /// The ground of this stored value.
    #[must_use]
    pub fn parse(stored: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|ground| ground.as_str() == stored)
    }
}
