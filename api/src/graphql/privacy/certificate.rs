//! The proof of an erasure.

use async_graphql::SimpleObject;
use xorb_domain::privacy::CertificateView;

use crate::graphql::scalars::DateTime;

/// The signed proof of what was erased, what stays and why, and what could not be reached.
#[derive(Clone, Debug, SimpleObject)]
pub struct Certificate {
    /// A compact JWS, signed with Ed25519: `xorb certificate verify` checks it without a connection.
    jws: String,
    /// When it was issued.
    issued_at: DateTime,
}

impl From<CertificateView> for Certificate {
    fn from(view: CertificateView) -> Self {
        Self {
            jws: view.jws,
            issued_at: view.issued_at.into(),
        }
    }
}
