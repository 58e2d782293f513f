//! TLS towards targets. A pentest target may have a bad certificate: that is recorded and scanned all the same. A proof of
//! ownership needs a good one: whoever answers for the name without it may be anybody on the way.

use std::sync::Arc;

use rustls::{
    ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme,
    client::{
        Resumption, WebPkiServerVerifier,
        danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    },
    crypto::{CryptoProvider, ring},
    pki_types::{CertificateDer, ServerName, UnixTime},
};
use tokio_rustls::{TlsConnector, client::TlsStream};

use super::{ConnectError, TargetHost, traffic::CountedStream};

/// What is asked of a target's certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CertificateTrust {
    /// Chain and name must verify, or there is no connection.
    Required,
    /// Any certificate does; whether it verifies is reported.
    Recorded,
}

/// What is known about the certificate of a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateReport {
    /// Why it does not verify against the public roots and the host's name; none if it does.
    pub problem: Option<String>,
}

/// The two client configurations of this process.
#[derive(Clone)]
pub(super) struct TlsClients {
    strict: TlsConnector,
    recording: TlsConnector,
    judge: Arc<WebPkiServerVerifier>,
}

/// Why the TLS clients can't be built: an extra root certificate that is none.
#[derive(Debug, thiserror::Error)]
#[error("a root certificate can't be used: {0}")]
pub struct TlsSetupError(String);

impl TlsClients {
    /// Trusts the public roots (the list that comes with the program, so that no machine's store changes a proof) and the
    /// given ones.
    pub(super) fn new(extra_roots: &[CertificateDer<'static>]) -> Result<Self, TlsSetupError> {
        let mut roots = RootCertStore {
            roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
        };
        for root in extra_roots {
            roots.add(root.clone()).map_err(setup_error)?;
        }
        let provider = Arc::new(ring::default_provider());
        let judge =
            WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider))
                .build()
                .map_err(setup_error)?;
        let recording = Arc::new(AcceptAny(Arc::clone(&provider)));
        Ok(Self {
            strict: client(Arc::clone(&provider), judge.clone())?,
            recording: client(provider, recording)?,
            judge,
        })
    }

    pub(super) async fn handshake(
        &self,
        stream: CountedStream,
        host: &TargetHost,
        trust: CertificateTrust,
    ) -> Result<(TlsStream<CountedStream>, CertificateReport), ConnectError> {
        let name = server_name(host)?;
        let connector = match trust {
            CertificateTrust::Required => &self.strict,
            CertificateTrust::Recorded => &self.recording,
        };
        let stream = connector
            .connect(name.clone(), stream)
            .await
            .map_err(|error| ConnectError::Tls(error.to_string()))?;
        let problem = match stream.get_ref().1.peer_certificates() {
            None | Some([]) => Some("the server sent no certificate".to_owned()),
            Some([own, chain @ ..]) => self
                .judge
                .verify_server_cert(own, chain, &name, &[], UnixTime::now())
                .err()
                .map(|error| error.to_string()),
        };
        Ok((stream, CertificateReport { problem }))
    }
}

fn setup_error(error: impl std::fmt::Display) -> TlsSetupError {
    TlsSetupError(error.to_string())
}

/// No resumption: a session remembered for one tenant's scan must not shorten another's.
fn client(
    provider: Arc<CryptoProvider>,
    verifier: Arc<dyn ServerCertVerifier>,
) -> Result<TlsConnector, TlsSetupError> {
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(setup_error)?
        .dangerous()
        .with_custom_certificate_verifier(verifier)
        .with_no_client_auth();
    config.resumption = Resumption::disabled();
    Ok(TlsConnector::from(Arc::new(config)))
}

fn server_name(host: &TargetHost) -> Result<ServerName<'static>, ConnectError> {
    match host {
        TargetHost::Address(address) => Ok(ServerName::IpAddress((*address).into())),
        TargetHost::Name(name) => ServerName::try_from(name.as_str().to_owned())
            .map_err(|error| ConnectError::Tls(error.to_string())),
    }
}

/// Accepts every certificate; `TlsClients::handshake` judges it afterwards.
#[derive(Debug)]
struct AcceptAny(Arc<CryptoProvider>);

impl ServerCertVerifier for AcceptAny {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
