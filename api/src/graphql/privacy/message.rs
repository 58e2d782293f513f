//! What a person was told about their request.

use async_graphql::{Description, Enum, Object};
use xorb_domain::privacy::RequestMessageView;

use super::MessageLanguage;
use crate::graphql::scalars::DateTime;

/// Something that the person was told about their request.
#[derive(Description)]
pub struct DataSubjectRequestMessage(RequestMessageView);

impl From<RequestMessageView> for DataSubjectRequestMessage {
    fn from(view: RequestMessageView) -> Self {
        Self(view)
    }
}

#[Object(use_type_description)]
impl DataSubjectRequestMessage {
    /// When it was sent.
    async fn sent_at(&self) -> DateTime {
        self.0.sent_at.into()
    }

    /// What it was about.
    async fn kind(&self) -> DataSubjectRequestMessageKind {
        self.0.kind.into()
    }

    /// In which language.
    async fn language(&self) -> MessageLanguage {
        self.0.language.into()
    }

    /// Its subject line.
    async fn subject(&self) -> &str {
        self.0.subject
    }
}

/// What a message about a request was about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "xorb_entities::privacy::RequestMessageKind")]
pub enum DataSubjectRequestMessageKind {
    /// It has come in.
    Received,
    /// The person was asked to confirm it.
    Challenge,
    /// It takes longer.
    Extended,
    /// It was refused.
    Refused,
    /// It is done.
    Completed,
    /// It was withdrawn.
    Withdrawn,
}
