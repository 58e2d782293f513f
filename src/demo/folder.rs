//! Where the demo keeps its data: a folder of its own in the data folder. The next run goes on in it with a new company; one
//! that runs at the same time takes another folder, because two processes would share a queue that lives in one.

use std::fs::{DirBuilder, File};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

/// So many demos may run at once.
const MOST: usize = 20;

/// A folder that is this process's alone while it runs.
pub(crate) struct DemoFolder {
    path: PathBuf,
    _lock: File,
}

impl DemoFolder {
    /// The first of `demo`, `demo-2`, … in `data_dir` that no other process holds.
    ///
    /// # Errors
    /// As the file system says.
    pub(crate) fn take(data_dir: &Path) -> anyhow::Result<Self> {
        for number in 1..=MOST {
            let name = match number {
                1 => String::from("demo"),
                _ => format!("demo-{number}"),
            };
            let path = data_dir.join(name);
            DirBuilder::new()
                .recursive(true)
                .mode(0o700)
                .create(&path)
                .with_context(|| format!("{} can't be created", path.display()))?;
            let lock = File::create(path.join("demo.lock"))?;
            match lock.try_lock() {
                Ok(()) => return Ok(Self { path, _lock: lock }),
                Err(std::fs::TryLockError::WouldBlock) => {}
                Err(std::fs::TryLockError::Error(error)) => return Err(error.into()),
            }
        }
        bail!(
            "{MOST} demos run in {} already: end one of them",
            data_dir.display()
        )
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}
