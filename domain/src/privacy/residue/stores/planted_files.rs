//! Canaries as files: one beside each file and in each folder that the data map names. Dropping takes them away.

use std::fs;
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use xorb_entities::map::Store;

use super::attribution::{CANARY, names_in};
use crate::identity::MailFile;
use crate::privacy::residue::canary::{Canary, disguise};

/// Files that are gone when this is.
#[derive(Default)]
pub(super) struct PlantedFiles(Vec<PathBuf>);

impl PlantedFiles {
    /// Writes them; the paths within the data folder of those that the scan must see.
    pub(super) fn plant(
        data_dir: &Path,
        canary: &Canary,
        is_unread: impl Fn(&Path) -> bool,
    ) -> io::Result<(Self, Vec<String>)> {
        let mut planted = Self::default();
        let mut names = Vec::new();
        for file in names_in(Store::File).filter(|file| !is_unread(&data_dir.join(file))) {
            names.push(format!("{file}{CANARY}{}", canary.tag));
        }
        for folder in names_in(Store::Folder) {
            fs::DirBuilder::new()
                .recursive(true)
                .mode(0o700)
                .create(data_dir.join(folder))?;
            let mail = MailFile {
                tenant_id: canary.id,
                mail_id: canary.other,
            };
            names.push(format!("{folder}/{}", mail.name()));
        }
        for (n, name) in names.iter().enumerate() {
            let path = data_dir.join(name);
            planted.0.push(path.clone());
            let mut file = fs::OpenOptions::new()
                .write(true)
                .create_new(true)
                .mode(0o600)
                .open(path)?;
            io::Write::write_all(&mut file, disguise(canary.address(), n).as_bytes())?;
        }
        Ok((planted, names))
    }
}

impl Drop for PlantedFiles {
    fn drop(&mut self) {
        for path in &self.0 {
            if let Err(error) = fs::remove_file(path) {
                tracing::warn!(%error, "a canary's file was not removed");
            }
        }
    }
}
