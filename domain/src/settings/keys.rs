//! `[keys]`: where the master key is.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::problems::Problems;
use super::section::{Context, Section};

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeysSettings {
    /// Filled in when empty.
    pub master_key_file: PathBuf,
}

impl Section for KeysSettings {
    fn complete(&mut self, context: &Context<'_>, _: &mut Problems) {
        if self.master_key_file.as_os_str().is_empty() {
            self.master_key_file = context.data_dir.join("master.key");
        }
    }
}
