//! Signs a certificate.

use super::CertificateContent;
use crate::AppError;
use crate::crypto::{SigningKeys, sign_jws};

/// The type in the header, so that no text that was signed for another purpose can pass for a certificate.
pub(super) const TYPE: &str = "xorb-erasure-certificate+jwt";

/// The compact form of the signed content. `keys` are those of `SigningKeyPurpose::Certificate`.
///
/// # Errors
/// `Internal` if the scan's canaries were not all found: its silence says nothing, so nothing may be certified.
pub fn issue_certificate(
    keys: &SigningKeys,
    content: &CertificateContent,
) -> Result<String, AppError> {
    if !content.scan.is_tested() {
        return Err(AppError::internal(
            "a scan whose canaries were not all found can't be certified",
        ));
    }
    let payload = serde_json::to_vec(content).map_err(AppError::internal)?;
    Ok(sign_jws(&keys.active, TYPE, &payload))
}
