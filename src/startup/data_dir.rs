//! The folder of everything that lies in files: keys, mails, checkpoints, and the database when it is SQLite.

use std::fs::{DirBuilder, File, TryLockError};
use std::os::unix::fs::DirBuilderExt;

use anyhow::{Context, bail};
use xorb_domain::settings::Settings;

/// While it is held, no restore replaces what is in the folder. Over PostgreSQL it holds nothing: the folder may lie on storage
/// that knows no locks, and nothing is restored into it.
#[must_use]
pub(crate) struct DataDirInUse {
    _lock: Option<File>,
}

/// Makes the folder if it is missing, closed to everybody else. Any number of processes may use it at once.
///
/// # Errors
/// As the file system says, or if a backup is being restored into it.
pub(crate) fn prepare_data_dir(settings: &Settings) -> anyhow::Result<DataDirInUse> {
    let lock = open(settings)?;
    match lock.as_ref().map(File::try_lock_shared) {
        None | Some(Ok(())) => Ok(DataDirInUse { _lock: lock }),
        Some(Err(TryLockError::WouldBlock)) => bail!(
            "a backup is being restored into {}: wait until that has ended",
            settings.data_dir.display()
        ),
        Some(Err(TryLockError::Error(error))) => Err(error.into()),
    }
}

/// The same for one process alone.
///
/// # Errors
/// If another one uses it.
pub(crate) fn claim_data_dir(settings: &Settings) -> anyhow::Result<DataDirInUse> {
    let lock = open(settings)?;
    match lock.as_ref().map(File::try_lock) {
        None | Some(Ok(())) => Ok(DataDirInUse { _lock: lock }),
        Some(Err(TryLockError::WouldBlock)) => bail!(
            "XORB is running over {}: stop it first",
            settings.data_dir.display()
        ),
        Some(Err(TryLockError::Error(error))) => Err(error.into()),
    }
}

fn open(settings: &Settings) -> anyhow::Result<Option<File>> {
    let folder = &settings.data_dir;
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .with_context(|| format!("data_dir: {} can't be created", folder.display()))?;
    if !settings.database.is_sqlite() {
        return Ok(None);
    }
    let lock = File::open(folder);
    lock.map(Some)
        .with_context(|| format!("data_dir: {} can't be opened", folder.display()))
}
