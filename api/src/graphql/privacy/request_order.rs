//! In which order to list data-subject requests.

use async_graphql::Enum;

/// In which order to list data-subject requests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Enum)]
#[graphql(remote = "xorb_domain::privacy::RequestOrder")]
pub enum DataSubjectRequestOrder {
    /// The newest first.
    #[default]
    Received,
    /// Those that are due soonest first.
    Due,
}
