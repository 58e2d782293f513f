//! A listener's door: the identity in force, read again when its files change.
//!
//! Between the two moves of a renewal key and certificate don't fit; such a pair is never taken, what is in force stays.
//! Each connection shows its certificate anew: nothing is resumed, so an expired one comes in no longer than it is valid.

use std::io;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use rustls::client::danger::HandshakeSignatureValid;
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::{CertificateDer, UnixTime};
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::server::{ClientHello, NoServerSessionStorage, ResolvesServerCert, ServerConfig};
use rustls::sign::CertifiedKey;
use rustls::{DigitallySignedStruct, DistinguishedName, Error, SignatureScheme, version};
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;
use xorb_domain::settings::TlsFiles;

use super::client_names::ClientNames;
use super::identity::Identity;
use super::stamp::Stamp;

/// How often the files are looked at.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// Cheap to clone through its `Arc`; all servers of a listener share one.
#[derive(Debug)]
pub struct Door {
    files: TlsFiles,
    provider: Arc<CryptoProvider>,
    client_names: ClientNames,
    identity: RwLock<Arc<Identity>>,
    /// The files that were looked at last, whether or not they could be used.
    seen: Mutex<Option<Stamp>>,
}

impl Door {
    /// Reads the files.
    ///
    /// # Errors
    /// Text that names the file and says what is wrong with it.
    pub fn open(files: TlsFiles) -> Result<Arc<Self>, String> {
        let provider = Arc::new(provider());
        let seen = Stamp::of(&files).ok();
        let identity = Identity::read(&files, &provider)?;
        let client_names = ClientNames::parse(&files.client_names)
            .map_err(|error| format!("client_names: {:?}: {error}", files.client_names))?;
        Ok(Arc::new(Self {
            files,
            provider,
            client_names,
            identity: RwLock::new(Arc::new(identity)),
            seen: Mutex::new(seen),
        }))
    }

    /// What a server of this listener is configured with.
    ///
    /// # Errors
    /// If TLS 1.3 is not there; never, with the provider that is used.
    pub fn config(self: &Arc<Self>) -> io::Result<ServerConfig> {
        let builder = ServerConfig::builder_with_provider(Arc::clone(&self.provider))
            .with_protocol_versions(&[&version::TLS13])
            .map_err(io::Error::other)?;
        let mut config = builder
            .with_client_cert_verifier(Arc::clone(self) as Arc<dyn ClientCertVerifier>)
            .with_cert_resolver(Arc::clone(self) as Arc<dyn ResolvesServerCert>);
        config.session_storage = Arc::new(NoServerSessionStorage {});
        config.send_tls13_tickets = 0;
        Ok(config)
    }

    /// When the certificate in force ends, in seconds since 1970.
    #[must_use]
    pub fn not_after(&self) -> i64 {
        self.identity().not_after
    }

    /// Looks at the files until `stop`, and takes what is new.
    pub async fn watch(self: Arc<Self>, stop: CancellationToken) {
        let mut ticks = interval(LOOK_EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                _ = ticks.tick() => {}
            }
            let door = Arc::clone(&self);
            // A panic there would have been told already.
            let _ = tokio::task::spawn_blocking(move || door.look_again()).await;
        }
    }

    /// Reads the files if they have changed. What can't be used is logged once, and what was in force stays.
    fn look_again(&self) {
        let Ok(stamp) = Stamp::of(&self.files) else {
            return;
        };
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.replace(stamp) == Some(stamp) {
            return;
        }
        match Identity::read(&self.files, &self.provider) {
            Ok(identity) => {
                let certificate = self.files.certificate.display();
                tracing::info!(%certificate, not_after = identity.not_after, "a new certificate is in use");
                *self
                    .identity
                    .write()
                    .unwrap_or_else(PoisonError::into_inner) = Arc::new(identity);
            }
            Err(error) => tracing::warn!(
                error,
                "a new certificate can't be used; the former one stays in use"
            ),
        }
    }

    fn identity(&self) -> Arc<Identity> {
        Arc::clone(&self.identity.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// What BSI TR-02102-2 recommends of TLS 1.3.
fn provider() -> CryptoProvider {
    use ring::cipher_suite::{TLS13_AES_128_GCM_SHA256, TLS13_AES_256_GCM_SHA384};
    use ring::kx_group::{SECP256R1, SECP384R1};
    CryptoProvider {
        cipher_suites: vec![TLS13_AES_256_GCM_SHA384, TLS13_AES_128_GCM_SHA256],
        kx_groups: vec![SECP384R1, SECP256R1],
        ..ring::default_provider()
    }
}

impl ResolvesServerCert for Door {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.identity().key))
    }
}

impl ClientCertVerifier for Door {
    /// None: they may change, and clients know which certificate to show.
    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &[]
    }

    fn verify_client_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        let identity = self.identity();
        let verified = identity
            .clients
            .verify_client_cert(end_entity, intermediates, now)?;
        self.client_names.check(end_entity)?;
        Ok(verified)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let identity = self.identity();
        identity
            .clients
            .verify_tls12_signature(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let identity = self.identity();
        identity
            .clients
            .verify_tls13_signature(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.identity().clients.supported_verify_schemes()
    }
}
