//! How it is known who asks.

use async_graphql::Enum;

/// How it is known who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "xorb_entities::privacy::IdentificationMethod")]
pub enum IdentificationMethod {
    /// The person came in person.
    InPerson,
    /// The person asked through an account that is known to be theirs.
    KnownAccount,
    /// The person answered a mail to the address in question.
    MailChallenge,
    /// The person showed a document.
    Document,
}
