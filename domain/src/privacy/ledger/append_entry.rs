//! Writes the lines of erasures, after their fence and before their first row goes.

use xorb_entities::tenants::signing_key::SigningKeyPurpose;

use super::{LedgerEntry, file, line};
use crate::crypto::load_signing_keys;
use crate::{AppError, Core};

/// Appends the line of `entry`; it is on the disk when the call returns. Writing it again changes nothing.
///
/// # Errors
/// `Unavailable` if the file can't be written; `Internal` if the entry has no tombstone or too many subjects; as the
/// database says.
pub async fn append_entry(core: &Core, entry: &LedgerEntry) -> Result<(), AppError> {
    append_entries(core, std::slice::from_ref(entry)).await
}

/// Appends the lines of many entries, which are on the disk together when the call returns.
///
/// # Errors
/// As `append_entry`.
pub async fn append_entries(core: &Core, entries: &[LedgerEntry]) -> Result<(), AppError> {
    if entries.is_empty() {
        return Ok(());
    }
    let keys = load_signing_keys(&core.db, SigningKeyPurpose::Certificate).await?;
    let mut lines = Vec::with_capacity(entries.len());
    for entry in entries {
        if entry.tombstones.is_empty() {
            return Err(AppError::internal("an erasure needs a tombstone"));
        }
        let text = line::write(entry, &keys.active, &core.keyring, core.rng.as_ref())?;
        if text.len() > file::MAX_LINE {
            return Err(AppError::internal(
                "an entry of the erasure ledger is too long",
            ));
        }
        lines.push((entry.id(), text));
    }
    let (path, keyring) = (
        core.settings.privacy.erasure_ledger_file.clone(),
        core.keyring.clone(),
    );
    let append = move || {
        let is_genuine = |text: &[u8]| line::open(text, &keyring).is_ok();
        file::append(&path, &lines, is_genuine).map_err(|cause| {
            format!(
                "the erasure ledger {} can't be written: {cause}",
                path.display()
            )
        })
    };
    tokio::task::spawn_blocking(append)
        .await
        .map_err(AppError::internal)?
        .map_err(AppError::unavailable)
}
