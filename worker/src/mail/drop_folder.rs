//! `{data_dir}/mail`: one file a mail, readable by the process alone, complete from the moment it is there. The name is made
//! of the mail's id and its tenant's, so writing it twice leaves one file.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

use xorb_domain::identity::MailFile;

/// Writes a mail into the folder.
///
/// # Errors
/// As the file system says.
pub fn drop_mail(data_dir: &Path, mail: &MailFile, text: &str) -> io::Result<()> {
    let folder = MailFile::folder(data_dir);
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(&folder)?;
    let scratch = folder.join(mail.scratch_name());
    let mut file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&scratch)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(&scratch, mail.path(data_dir))?;
    File::open(folder)?.sync_all()
}
