//! The file outside the database: one checkpoint a line, only ever appended to, on the disk when the call returns.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use super::Checkpoint;
use crate::settings::Settings;

/// Where this process writes its checkpoints.
#[must_use]
pub fn default_file(settings: &Settings) -> PathBuf {
    settings.data_dir.join("audit-checkpoints.jsonl")
}

/// Whether nothing has been written yet.
pub(super) fn is_empty(path: &Path) -> bool {
    std::fs::metadata(path).map_or(true, |metadata| metadata.len() == 0)
}

/// Appends `checkpoints`. Several processes may share the file: each holds its lock while it writes.
pub(super) fn append(path: &Path, checkpoints: &[Checkpoint]) -> io::Result<()> {
    let mut lines = Vec::new();
    for checkpoint in checkpoints {
        serde_json::to_writer(&mut lines, checkpoint)?;
        lines.push(b'\n');
    }
    let is_new = !path.exists();
    let mut file = OpenOptions::new()
        .read(true)
        .append(true)
        .create(true)
        .mode(0o600)
        .open(path)?;
    file.lock()?;
    if ends_in_mid_line(&mut file)? {
        file.write_all(b"\n")?;
    }
    file.write_all(&lines)?;
    file.sync_all()?;
    if is_new && let Some(folder) = path.parent() {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

/// A crash may have torn the last line: what follows must not be torn with it.
fn ends_in_mid_line(file: &mut File) -> io::Result<bool> {
    if file.metadata()?.len() == 0 {
        return Ok(false);
    }
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    Ok(last != *b"\n")
}
