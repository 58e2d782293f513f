//! An endpoint with the secret that was just made for it, once.

use xorb_domain::webhooks::WithSecret;

use super::WebhookEndpoint;

/// What the payloads of a creation and of a rotation show.
pub(super) struct Shown {
    pub(super) webhook_endpoint: Option<WebhookEndpoint>,
    pub(super) secret: Option<String>,
}

impl From<WithSecret> for Shown {
    fn from(made: WithSecret) -> Self {
        Self {
            webhook_endpoint: Some(made.endpoint.into()),
            secret: made.secret.map(|secret| secret.expose().clone()),
        }
    }
}

/// Makes a struct with `webhook_endpoint`, `secret` and `user_errors` the payload of a mutation.
macro_rules! payload_with_secret {
    ($payload:ident) => {
        impl $crate::graphql::Payload for $payload {
            type Value = xorb_domain::webhooks::WithSecret;

            fn done(made: Self::Value) -> Self {
                let $crate::graphql::webhooks::with_secret::Shown {
                    webhook_endpoint,
                    secret,
                } = made.into();
                Self {
                    webhook_endpoint,
                    secret,
                    user_errors: Vec::new(),
                }
            }

            fn refused(user_errors: Vec<$crate::graphql::UserError>) -> Self {
                Self {
                    webhook_endpoint: None,
                    secret: None,
                    user_errors,
                }
            }
        }
    };
}
pub(super) use payload_with_secret;
