//! Adds a generation to the key file. Nothing is wrapped by it before a rotation says so, when all processes know it.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::os::unix::fs::{MetadataExt, chown};
use std::path::Path;

use zeroize::Zeroizing;

use super::{MasterKey, MasterKeyError, folder_of, io, new_line, scratch_in, write_new};
use crate::rng::Rng;

impl MasterKey {
    /// Adds a new newest generation to the file and says its number. Whoever adds one at the same time waits. What was in
    /// the file stays there to the letter, as do owner and mode; no reader ever sees half of it.
    ///
    /// # Errors
    /// `Elsewhere` if the file is a link; else says what is wrong with the file and what to do. Then it is as it was.
    pub fn add_generation(path: &Path, rng: &dyn Rng) -> Result<u32, MasterKeyError> {
        // What is wrong with the file is said before anybody waits.
        Self::load(path)?;
        let _turn = take_turn(path).map_err(|error| io(path, error))?;
        let folder = folder_of(path);
        let next = Self::load(path)?.newest().saturating_add(1);
        let metadata = fs::symlink_metadata(path).map_err(|error| io(path, error))?;
        if !metadata.is_file() {
            let path = path.into();
            return Err(MasterKeyError::Elsewhere { path, next });
        }
        let scratch = scratch_in(folder, rng);
        let write = || -> std::io::Result<()> {
            let mut text = Zeroizing::new(fs::read_to_string(path)?);
            if !text.ends_with('\n') {
                text.push('\n');
            }
            text.push_str(&new_line(next, rng));
            write_new(&scratch, text.as_bytes())?;
            chown(&scratch, Some(metadata.uid()), Some(metadata.gid()))?;
            fs::set_permissions(&scratch, metadata.permissions())?;
            fs::rename(&scratch, path)?;
            File::open(folder)?.sync_all()
        };
        write().map_err(|error| {
            let _ = fs::remove_file(&scratch);
            match error.kind() {
                ErrorKind::ReadOnlyFilesystem => MasterKeyError::Elsewhere {
                    path: path.into(),
                    next,
                },
                _ => io(path, error),
            }
        })?;
        Ok(next)
    }
}

/// The file, locked. Whoever has waited for the lock may hold the one that was there before, and has to take it anew.
fn take_turn(path: &Path) -> std::io::Result<File> {
    loop {
        let file = File::open(path)?;
        file.lock()?;
        if file.metadata()?.ino() == fs::metadata(path)?.ino() {
            return Ok(file);
        }
    }
}
