//! The file of a backup: under another name until it is whole and on the disk, and never over one that is there.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::place::sync_folder_of;
use crate::wrong_use::WrongUse;

pub(crate) struct Target {
    path: PathBuf,
    part: PathBuf,
    file: File,
}

impl Target {
    /// Begins `FILE.part`. What a killed backup left of it is overwritten.
    ///
    /// # Errors
    /// If FILE is there, its folder can't be written, or another backup is at it.
    pub(crate) fn begin(path: &Path) -> anyhow::Result<Self> {
        let name = path.display();
        if path.exists() {
            let there = format!("{name} is there already: a backup is never overwritten");
            return Err(WrongUse::new(there).into());
        }
        let mut part = path.as_os_str().to_owned();
        part.push(".part");
        let part = PathBuf::from(part);
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(&part)
            .with_context(|| format!("{} can't be written", part.display()))?;
        match file.try_lock() {
            Ok(()) => file.set_len(0)?,
            Err(TryLockError::WouldBlock) => bail!("another backup is being written to {name}"),
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        Ok(Self {
            path: path.to_owned(),
            part,
            file,
        })
    }

    pub(super) fn file(&self) -> &File {
        &self.file
    }

    /// It is whole: gives it its name. How many bytes it has.
    pub(crate) fn finish(self) -> anyhow::Result<u64> {
        let unwritable = || format!("{} can't be written", self.path.display());
        self.file.sync_all().with_context(unwritable)?;
        let bytes = self.file.metadata()?.len();
        fs::rename(&self.part, &self.path).with_context(unwritable)?;
        sync_folder_of(&self.path)?;
        Ok(bytes)
    }
}

impl Drop for Target {
    fn drop(&mut self) {
        // Gone already if it was finished.
        let _ = fs::remove_file(&self.part);
    }
}
