//! A key of an endpoint, as clients see it.

use async_graphql::SimpleObject;
use xorb_domain::webhooks::WebhookKeyView;

use super::WebhookSignatureScheme;
use crate::graphql::scalars::DateTime;

/// A key that signs the messages to an endpoint. Its secret is shown once, when it is made.
#[derive(SimpleObject)]
pub struct WebhookSigningKey {
    /// How it signs.
    scheme: WebhookSignatureScheme,
    /// The key to verify with, `whpk_…`; null for a shared secret.
    public_key: Option<String>,
    /// When it was made.
    created_at: DateTime,
    /// When it stops to sign, because it was replaced; null for the newest.
    expires_at: Option<DateTime>,
}

impl From<WebhookKeyView> for WebhookSigningKey {
    fn from(view: WebhookKeyView) -> Self {
        Self {
            scheme: view.scheme.into(),
            public_key: view.public_key,
            created_at: view.created_at.into(),
            expires_at: view.expires_at.map(DateTime),
        }
    }
}
