//! `{data_dir}/mail`: one file a mail, readable by the process alone, complete from the moment it is there. The name is the
//! mail's id, so writing it twice leaves one file.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

/// Writes a mail into the folder.
///
/// # Errors
/// As the file system says.
pub fn drop_mail(data_dir: &Path, id: &str, text: &str) -> io::Result<()> {
    let folder = data_dir.join("mail");
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(&folder)?;
    let scratch = folder.join(format!(".{id}.new"));
    let mut file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&scratch)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(&scratch, folder.join(format!("{id}.eml")))?;
    File::open(folder)?.sync_all()
}
