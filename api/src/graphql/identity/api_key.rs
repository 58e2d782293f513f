//! A program's way in.

use async_graphql::{Description, ID, Object};
use xorb_domain::identity::ApiKey as ApiKeyView;
use xorb_entities::ids::{ApiKeyId, UserId};

use crate::graphql::scalars::DateTime;

/// A program's way in, as `Authorization: Bearer xorb_…`. It never does more than its owner may, and never what needs
/// somebody in person.
#[derive(Description)]
pub struct ApiKey(ApiKeyView);

impl From<ApiKeyView> for ApiKey {
    fn from(view: ApiKeyView) -> Self {
        Self(view)
    }
}

#[Object(use_type_description)]
impl ApiKey {
    /// The key's id, `key_…`.
    async fn id(&self) -> ID {
        ApiKeyId::from(self.0.id).into()
    }

    /// What its owner calls it.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// How the key begins, by which it can be told from others.
    async fn prefix(&self) -> String {
        self.0.prefix()
    }

    /// What it may do at most, for example `scans:start`.
    async fn scopes(&self) -> Vec<&'static str> {
        self.0.scopes.iter().map(|scope| scope.as_str()).collect()
    }

    /// From which networks it works; empty: from anywhere.
    async fn networks(&self) -> Vec<String> {
        self.0.networks.iter().map(ToString::to_string).collect()
    }

    /// Whose it is, `user_…`: a person or a service account.
    async fn user_id(&self) -> ID {
        UserId::from(self.0.user_id).into()
    }

    /// When it was made.
    async fn created_at(&self) -> DateTime {
        self.0.created_at.into()
    }

    /// When it ends.
    async fn expires_at(&self) -> DateTime {
        self.0.expires_at.into()
    }

    /// When it was last used, to the minute; null if never.
    async fn last_used_at(&self) -> Option<DateTime> {
        self.0.last_used_at.map(Into::into)
    }
}

/// Makes a struct with `api_key`, `secret` and `user_errors` the payload of a mutation.
macro_rules! payload_with_key {
    ($payload:ident) => {
        impl $crate::graphql::Payload for $payload {
            type Value = xorb_domain::identity::NewApiKey;

            fn done(made: Self::Value) -> Self {
                Self {
                    api_key: Some(made.key.into()),
                    secret: made.secret.map(|secret| secret.expose().clone()),
                    user_errors: Vec::new(),
                }
            }

            fn refused(user_errors: Vec<$crate::graphql::UserError>) -> Self {
                Self {
                    api_key: None,
                    secret: None,
                    user_errors,
                }
            }
        }
    };
}
pub(super) use payload_with_key;
