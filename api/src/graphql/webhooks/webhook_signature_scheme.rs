//! How messages are signed.

use async_graphql::Enum;

/// How the messages to an endpoint are signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "xorb_entities::webhooks::WebhookSignatureScheme")]
pub enum WebhookSignatureScheme {
    /// `v1`: an HMAC with SHA-256 and a secret that you and the platform share, `whsec_…`.
    HmacSha256,
    /// `v1a`: a signature that you verify with a public key, `whpk_…`; nobody but the platform can make one.
    Ed25519,
}
