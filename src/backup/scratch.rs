//! A folder beside the database for what is in clear while a backup is made or checked. It goes with the command; what a
//! killed one left goes with the next one, or when the service starts.

use std::fs::{self, DirBuilder, File, TryLockError};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

const NAME: &str = "backup-scratch";

/// Closed to everybody else, and this process's alone.
pub(crate) struct Scratch {
    path: PathBuf,
    _lock: File,
}

impl Scratch {
    /// An empty one beside `database`.
    ///
    /// # Errors
    /// If another backup or restore is running, or the disk says no.
    pub(crate) fn take(database: &Path) -> anyhow::Result<Self> {
        let path = database.with_file_name(NAME);
        let unusable = || format!("{} can't be used", path.display());
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&path)
            .with_context(unusable)?;
        let lock = File::open(&path).with_context(unusable)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => bail!("another backup or restore is running"),
            Err(TryLockError::Error(error)) => return Err(error).with_context(unusable),
        }
        let scratch = Self { path, _lock: lock };
        for left in fs::read_dir(&scratch.path)? {
            fs::remove_file(left?.path())?;
        }
        Ok(scratch)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What can't be removed now is removed by the next one.
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// Removes what a killed backup or restore has left beside `database`: there are people in it.
pub(crate) fn sweep(database: &Path) {
    if database.with_file_name(NAME).exists() {
        // One that runs keeps its folder.
        drop(Scratch::take(database));
    }
}
