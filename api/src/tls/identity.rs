//! The files of a listener as they were read at one moment: certificate, key, and who is let in.

use std::sync::Arc;

use rustls::RootCertStore;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::server::danger::ClientCertVerifier;
use rustls::sign::CertifiedKey;
use xorb_domain::settings::TlsFiles;

/// What a handshake needs.
#[derive(Debug)]
pub(super) struct Identity {
    pub(super) key: Arc<CertifiedKey>,
    pub(super) clients: Arc<dyn ClientCertVerifier>,
    /// When the certificate ends, in seconds since 1970.
    pub(super) not_after: i64,
}

impl Identity {
    /// # Errors
    /// Text that names the file and says what is wrong with it.
    pub(super) fn read(files: &TlsFiles, provider: &Arc<CryptoProvider>) -> Result<Self, String> {
        let certificate = files.certificate.display();
        let chain = CertificateDer::pem_file_iter(&files.certificate)
            .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            .map_err(|error| format!("{certificate} can't be read: {error}"))?;
        let first = chain
            .first()
            .ok_or_else(|| format!("{certificate} holds no certificate"))?;
        let not_after = end_of(first).ok_or_else(|| format!("{certificate} is no certificate"))?;
        let key = PrivateKeyDer::from_pem_file(&files.key)
            .map_err(|error| format!("{} can't be read: {error}", files.key.display()))?;
        let key = CertifiedKey::from_der(chain, key, provider).map_err(|error| {
            format!(
                "{certificate} and {} can't be used together: {error}",
                files.key.display()
            )
        })?;
        Ok(Self {
            key: Arc::new(key),
            clients: clients(files, provider)?,
            not_after,
        })
    }
}

fn clients(
    files: &TlsFiles,
    provider: &Arc<CryptoProvider>,
) -> Result<Arc<dyn ClientCertVerifier>, String> {
    let authority = files.client_ca.display();
    let mut roots = RootCertStore::empty();
    let certificates = CertificateDer::pem_file_iter(&files.client_ca)
        .map_err(|error| format!("{authority} can't be read: {error}"))?;
    for certificate in certificates {
        let certificate =
            certificate.map_err(|error| format!("{authority} can't be read: {error}"))?;
        roots
            .add(certificate)
            .map_err(|error| format!("{authority} holds no authority: {error}"))?;
    }
    let builder =
        WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(provider));
    builder
        .build()
        .map_err(|error| format!("{authority} can't be trusted: {error}"))
}

fn end_of(certificate: &CertificateDer<'_>) -> Option<i64> {
    let (_, parsed) = x509_parser::parse_x509_certificate(certificate).ok()?;
    Some(parsed.validity().not_after.timestamp())
}
