//! The files of a listener's mutual TLS, in `[http]` and `[admin]` alike: all three or none.

use std::path::{Path, PathBuf};

use super::problems::Problems;

/// What a listener shows of itself and whom it lets in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlsFiles {
    /// The listener's certificate with what leads to its authority (PEM).
    pub certificate: PathBuf,
    /// Its key (PEM).
    pub key: PathBuf,
    /// The authority whose clients are let in (PEM).
    pub client_ca: PathBuf,
    /// Names of which a client's certificate must have one; empty: any certificate of the authority will do.
    pub client_names: Vec<String>,
}

impl TlsFiles {
    /// `None` if no file is named.
    pub(super) fn of(
        certificate: &Path,
        key: &Path,
        client_ca: &Path,
        client_names: &[String],
    ) -> Option<Self> {
        let is_named = !certificate.as_os_str().is_empty();
        is_named.then(|| Self {
            certificate: certificate.into(),
            key: key.into(),
            client_ca: client_ca.into(),
            client_names: client_names.into(),
        })
    }
}

/// Reports files that are named without the others, and names without files.
pub(super) fn check_tls_files(
    section: &str,
    files: [&Path; 3],
    client_names: &[String],
    problems: &mut Problems,
) {
    let named = files.map(|file| !file.as_os_str().is_empty());
    if named.contains(&true) && named.contains(&false) {
        problems.add(
            &format!("{section}.certificate_file"),
            format_args!(
                "set {section}.certificate_file, {section}.key_file and {section}.client_ca_file, or none of them"
            ),
        );
    }
    if !client_names.is_empty() && !named.contains(&true) {
        problems.add(
            &format!("{section}.client_names"),
            format_args!("need {section}.certificate_file, {section}.key_file and {section}.client_ca_file: without them clients show no certificate"),
        );
    }
}
