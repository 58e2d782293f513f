//! Keys and database are kept apart: whoever has both reads everything. What was backed up where, and who can open it, is
//! remembered in `{data_dir}/backups.json`, so that the other kind is refused there.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};
use serde::{Deserialize, Serialize};

use super::Kind;
use super::place::put_text;
use crate::wrong_use::WrongUse;

const FILE: &str = "backups.json";

#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Apart {
    #[serde(default)]
    database: Known,
    #[serde(default)]
    keys: Known,
}

/// Of one kind of backup.
#[derive(Default, Serialize, Deserialize)]
struct Known {
    folders: BTreeSet<PathBuf>,
    /// Public keys, and files that hold passphrases.
    openers: BTreeSet<String>,
}

impl Apart {
    pub(crate) fn load(data_dir: &Path) -> anyhow::Result<Self> {
        let path = data_dir.join(FILE);
        if !path.exists() {
            return Ok(Self::default());
        }
        let text = fs::read(&path).with_context(|| format!("{} can't be read", path.display()))?;
        serde_json::from_slice(&text)
            .with_context(|| format!("{} is damaged: delete it", path.display()))
    }

    /// Notes a backup of `kind` at `file` that `openers` open.
    ///
    /// # Errors
    /// If the other kind goes there too, or can be opened by one of them.
    pub(crate) fn note(
        &mut self,
        kind: Kind,
        file: &Path,
        openers: &[String],
    ) -> anyhow::Result<()> {
        let folder = folder_of(file)?;
        let (own, other, others) = match kind {
            Kind::Database => (&mut self.database, &self.keys, "the keys"),
            Kind::Keys => (&mut self.keys, &self.database, "the database"),
        };
        if other.folders.contains(&folder) {
            let same = format!(
                "{} is where {others} are backed up: whoever got that folder would get everything",
                folder.display()
            );
            return Err(WrongUse::new(same).into());
        }
        if let Some(same) = openers
            .iter()
            .find(|opener| other.openers.contains(*opener))
        {
            let same = format!("{same} opens the backups of {others} too: one key would open both");
            return Err(WrongUse::new(same).into());
        }
        own.folders.insert(folder);
        own.openers.extend(openers.iter().cloned());
        Ok(())
    }

    pub(crate) fn save(&self, data_dir: &Path) -> anyhow::Result<()> {
        put_text(&serde_json::to_string_pretty(self)?, &data_dir.join(FILE))
    }
}

fn folder_of(file: &Path) -> anyhow::Result<PathBuf> {
    let folder = file.parent().filter(|path| !path.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    folder
        .canonicalize()
        .map_err(|_| anyhow!("{} is no folder: is the medium mounted?", folder.display()))
}
