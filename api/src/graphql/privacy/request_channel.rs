//! How a data-subject request came in.

use async_graphql::Enum;

/// How a data-subject request came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "xorb_entities::privacy::RequestChannel")]
pub enum DataSubjectRequestChannel {
    /// The person asked, logged in.
    GraphqlSelf,
    /// A privacy officer entered it for the person.
    GraphqlOfficer,
    /// The public page.
    PublicIntake,
    /// Another system, by the OpenDSR protocol.
    OpenDsr,
}
