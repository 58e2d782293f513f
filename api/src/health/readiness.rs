//! What the edge asks of whoever knows the database and the keys.

use futures_util::future::BoxFuture;
use xorb_domain::AppError;

/// Knows whether this process can serve: database reachable, schema current.
pub trait Readiness: Send + Sync + 'static {
    /// Ready?
    ///
    /// # Errors
    /// What is missing, in words for an operator; shown to whoever asks, so without addresses or names.
    fn check(&self) -> BoxFuture<'_, Result<(), String>>;
}

/// Knows the public keys that verify access tokens.
pub trait PublicKeys: Send + Sync + 'static {
    /// A JSON Web Key Set: `{"keys": […]}`.
    ///
    /// # Errors
    /// `Unavailable` if the keys can't be read now.
    fn jwks(&self) -> BoxFuture<'_, Result<serde_json::Value, AppError>>;
}
