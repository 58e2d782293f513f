//! What tells one version of a file from the next without reading it.

use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use xorb_domain::settings::TlsFiles;

/// Device, inode, size and time of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp([(u64, u64, u64, i64, i64); 3]);

impl Stamp {
    /// The files as they are now.
    pub(super) fn of(files: &TlsFiles) -> io::Result<Self> {
        Ok(Self([
            stamp(&files.certificate)?,
            stamp(&files.key)?,
            stamp(&files.client_ca)?,
        ]))
    }
}

fn stamp(path: &Path) -> io::Result<(u64, u64, u64, i64, i64)> {
    let file = fs::metadata(path)?;
    Ok((
        file.dev(),
        file.ino(),
        file.size(),
        file.mtime(),
        file.mtime_nsec(),
    ))
}
