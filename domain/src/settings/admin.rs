//! `[admin]`: the listener of metrics and operators.

use std::net::SocketAddr;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::problems::Problems;
use super::section::{Context, Section};
use super::tls_files::{TlsFiles, check_tls_files};
use super::web::complete_public_url;

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdminSettings {
    pub listen: SocketAddr,
    /// Where operators reach it, without a trailing slash. Empty until the listener is bound: the composition root fills it in.
    pub public_url: String,
    /// What it shows of itself (PEM), and the authority (PEM) whose clients it lets in.
    pub certificate_file: PathBuf,
    pub key_file: PathBuf,
    pub client_ca_file: PathBuf,
    /// Names of which a client's certificate must have one; empty: any.
    pub client_names: Vec<String>,
}

impl AdminSettings {
    /// Mutual TLS, if it is set.
    #[must_use]
    pub fn tls(&self) -> Option<TlsFiles> {
        TlsFiles::of(
            &self.certificate_file,
            &self.key_file,
            &self.client_ca_file,
            &self.client_names,
        )
    }
}

impl Section for AdminSettings {
    fn complete(&mut self, _: &Context<'_>, problems: &mut Problems) {
        complete_public_url("admin.public_url", &mut self.public_url, problems);
        let files = [
            self.certificate_file.as_path(),
            &self.key_file,
            &self.client_ca_file,
        ];
        check_tls_files("admin", files, &self.client_names, problems);
    }
}
