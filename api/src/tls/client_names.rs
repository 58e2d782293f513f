//! Whether a client is one of those that may come in, by the names in its certificate.

use rustls::Error;
use rustls::client::verify_server_name;
use rustls::pki_types::{CertificateDer, InvalidDnsNameError, ServerName};
use rustls::server::ParsedCertificate;

/// Names of which a client's certificate must have one. Without any, every certificate will do.
#[derive(Debug)]
pub(super) struct ClientNames(Vec<ServerName<'static>>);

impl ClientNames {
    pub(super) fn parse(names: &[String]) -> Result<Self, InvalidDnsNameError> {
        let names = names.iter().map(|name| ServerName::try_from(name.clone()));
        names.collect::<Result<_, _>>().map(Self)
    }

    /// # Errors
    /// If the certificate has none of the names.
    pub(super) fn check(&self, certificate: &CertificateDer<'_>) -> Result<(), Error> {
        let certificate = ParsedCertificate::try_from(certificate)?;
        let mut refusal = None;
        for name in &self.0 {
            match verify_server_name(&certificate, name) {
                Ok(()) => return Ok(()),
                Err(error) => refusal = Some(error),
            }
        }
        refusal.map_or(Ok(()), Err)
    }
}
