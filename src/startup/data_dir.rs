//! The folder of everything that lies in files: keys, mails, checkpoints, and the database when it is SQLite.

use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;

use anyhow::Context;
use xorb_domain::settings::Settings;

/// Makes the folder if it is missing, closed to everybody else.
pub(crate) fn prepare_data_dir(settings: &Settings) -> anyhow::Result<()> {
    let folder = &settings.data_dir;
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .with_context(|| format!("data_dir: {} can't be created", folder.display()))
}
