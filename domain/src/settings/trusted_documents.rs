//! `[trusted_documents]`: who may send which documents.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::problems::Problems;
use super::section::{Context, Section};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TrustedDocumentsMode {
    /// `documentId` is refused.
    #[default]
    Off,
    /// Known documents can be sent by their id; others run too.
    Allowed,
    /// Browsers may send known documents only.
    RequiredForBrowsers,
    /// Everybody may send known documents only.
    Required,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrustedDocumentsSettings {
    pub mode: TrustedDocumentsMode,
    /// What `xorb documents build` wrote; may be empty when they are off.
    pub manifest: PathBuf,
}

impl Section for TrustedDocumentsSettings {
    fn complete(&mut self, _: &Context<'_>, problems: &mut Problems) {
        if self.mode != TrustedDocumentsMode::Off && self.manifest.as_os_str().is_empty() {
            problems.add(
                "trusted_documents.manifest",
                "must name the file that `xorb documents build FOLDER --out FILE` wrote",
            );
        }
    }
}
