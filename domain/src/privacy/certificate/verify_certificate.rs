//! Verifies a certificate with nothing but the public keys: no database, no network, no configuration.

use thiserror::Error;

use super::issue_certificate::TYPE;
use super::{CertificateContent, KeySet};
use crate::crypto::{JwsError, open_jws};

/// Ours have a few dozen kilobytes at most.
pub const MAX_CERTIFICATE_BYTES: usize = 1024 * 1024;

/// Why a text is not believed to be a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum CertificateProblem {
    #[error("it is longer than any certificate (1 MiB)")]
    TooLong,
    #[error(
        "these are no public keys: a JSON Web Key Set with Ed25519 keys is expected, as in certificate-keys.json"
    )]
    NoKeys,
    #[error(
        "it is not in the form of a certificate: three parts of base64url, joined by dots, are expected; it may be cut off"
    )]
    Malformed,
    #[error("it is not signed with EdDSA; certificates always are")]
    Algorithm,
    #[error("it is something else than an erasure certificate")]
    Type,
    #[error("it demands an extension that certificates do not have")]
    Critical,
    #[error(
        "it is not signed by any of these keys: it comes from another installation, or somebody made it up"
    )]
    UnknownKey,
    #[error("its signature is wrong: it was changed after it was signed")]
    Signature,
    #[error(
        "its signature is right, but its content can't be read: it may come from a newer version"
    )]
    Content,
}

/// The content of a genuine `certificate`, which is in the compact form. `keys` is the text of `certificate-keys.json`.
///
/// # Errors
/// Says why it is not believed.
pub fn verify_certificate(
    certificate: &str,
    keys: &str,
) -> Result<CertificateContent, CertificateProblem> {
    if certificate.len() > MAX_CERTIFICATE_BYTES {
        return Err(CertificateProblem::TooLong);
    }
    let keys = KeySet::parse(keys).ok_or(CertificateProblem::NoKeys)?;
    // A letter has broken it into lines.
    let certificate: String = certificate.split_whitespace().collect();
    let payload = open_jws(&certificate, TYPE, |kid| keys.find(kid))?;
    serde_json::from_slice(&payload).map_err(|_| CertificateProblem::Content)
}

impl From<JwsError> for CertificateProblem {
    fn from(error: JwsError) -> Self {
        match error {
            JwsError::Malformed => Self::Malformed,
            JwsError::Algorithm => Self::Algorithm,
            JwsError::Type => Self::Type,
            JwsError::Critical => Self::Critical,
            JwsError::UnknownKey => Self::UnknownKey,
            JwsError::Signature => Self::Signature,
        }
    }
}

#[cfg(test)]
mod tests;
