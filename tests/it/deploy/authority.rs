//! The authority of `deploy/certificates`, in a folder of its own.

use reqwest::{Certificate, Client, ClientBuilder, Identity, tls};
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use crate::harness::Directory;

pub(super) struct Authority(Directory);

impl Authority {
    pub(super) fn new() -> Self {
        let authority = Self(Directory::new("certificates"));
        authority.run("init", &[], 30);
        authority.run("issue", &[], 30);
        authority
    }

    /// New key and certificate, in the place of the old ones.
    pub(super) fn issue(&self, part: &str, days: u32) {
        self.run("issue", &[part], days);
    }

    pub(super) fn file(&self, part: &str, name: &str) -> PathBuf {
        self.0.path().join(part).join(name)
    }

    /// The three settings of `[http]` or `[admin]`, for a listener that shows the certificate of this part.
    pub(super) fn listener(&self, section: &str, part: &str) -> Vec<(String, String)> {
        let files = [
            ("CERTIFICATE_FILE", "certificate.pem"),
            ("KEY_FILE", "key.pem"),
            ("CLIENT_CA_FILE", "authority.pem"),
        ];
        let setting = |(key, name)| {
            let path = self.file(part, name).display().to_string();
            (format!("XORB__{section}__{key}"), path)
        };
        files.map(setting).to_vec()
    }

    /// A client that trusts this authority and shows nothing.
    pub(super) fn stranger(&self) -> ClientBuilder {
        let root = fs::read(self.0.path().join("authority/root.pem")).unwrap();
        Client::builder()
            .use_rustls_tls()
            .tls_built_in_root_certs(false)
            .add_root_certificate(Certificate::from_pem(&root).unwrap())
            .min_tls_version(tls::Version::TLS_1_2)
            .tls_info(true)
            .pool_max_idle_per_host(0)
            .timeout(Duration::from_secs(10))
            .no_proxy()
    }

    /// A client that trusts this authority and shows the certificate of `part` of `other`.
    pub(super) fn client(&self, other: &Self, part: &str) -> Client {
        let mut identity = fs::read(other.file(part, "key.pem")).unwrap();
        identity.extend(fs::read(other.file(part, "certificate.pem")).unwrap());
        let identity = Identity::from_pem(&identity).unwrap();
        self.stranger().identity(identity).build().unwrap()
    }

    fn run(&self, command: &str, parts: &[&str], days: u32) {
        let output = Command::new("deploy/certificates/certificates.sh")
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .arg(command)
            .arg(self.0.path())
            .args(parts)
            .env("CERTIFICATE_DAYS", days.to_string())
            .output()
            .unwrap();
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{command} {parts:?}: {complaint}");
    }
}
