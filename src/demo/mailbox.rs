//! The people's mail: the embedded mode writes mails into a folder instead of sending them.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::bail;

const PAUSE: Duration = Duration::from_millis(100);
const PATIENCE: u32 = 300;

/// The folder with everybody's mails.
pub(crate) struct Mailbox(PathBuf);

impl Mailbox {
    pub(crate) fn of(data_dir: &Path) -> Self {
        Self(data_dir.join("mail"))
    }

    /// Waits for a mail to `address` that is wanted; its text.
    ///
    /// # Errors
    /// If none comes.
    pub(crate) async fn wait_for(
        &self,
        address: &str,
        is_wanted: impl Fn(&str) -> bool,
    ) -> anyhow::Result<String> {
        let to = format!("To: {address}\r\n");
        for _ in 0..PATIENCE {
            if let Some(mail) = self
                .texts()
                .find(|text| text.contains(&to) && is_wanted(text))
            {
                return Ok(mail);
            }
            tokio::time::sleep(PAUSE).await;
        }
        bail!("no mail for {address} has come into {}", self.0.display())
    }

    fn texts(&self) -> impl Iterator<Item = String> {
        let entries = fs::read_dir(&self.0).into_iter().flatten();
        entries
            .filter_map(Result::ok)
            .filter(|entry| entry.path().extension().is_some_and(|of| of == "eml"))
            .filter_map(|entry| fs::read_to_string(entry.path()).ok())
    }
}
