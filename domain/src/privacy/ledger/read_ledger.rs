//! Reads the whole ledger and believes it as a whole or not at all.

use std::collections::HashSet;
use std::io::{self, ErrorKind};
use std::path::Path;

use super::file::{self, RawLine};
use super::line::{self, LineProblem};
use super::{LedgerEntry, LedgerProblem};
use crate::crypto::Keyring;
use crate::{AppError, Core};

/// Every erasure in the ledger, once, in the file's order. `None` if there is no file.
///
/// # Errors
/// A problem with the file that somebody must look into.
pub async fn read_ledger(core: &Core) -> Result<Option<Vec<LedgerEntry>>, LedgerProblem> {
    let path = core.settings.privacy.erasure_ledger_file.clone();
    let keyring = core.keyring.clone();
    tokio::task::spawn_blocking(move || read(&path, &keyring))
        .await
        .map_err(AppError::internal)?
}

fn read(path: &Path, keyring: &Keyring) -> Result<Option<Vec<LedgerEntry>>, LedgerProblem> {
    let unreadable = |cause| LedgerProblem::Unreadable {
        path: path.to_owned(),
        cause,
    };
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    if folder.is_some_and(|folder| !folder.exists()) {
        let missing = io::Error::new(ErrorKind::NotFound, "its folder does not exist");
        return Err(unreadable(missing));
    }
    let (mut entries, mut seen) = (Vec::new(), HashSet::new());
    let mut wrong = None;
    let is_there = file::read(path, |raw| {
        match open(&raw, keyring) {
            Ok(entry) => entries.extend(entry.filter(|entry| seen.insert(entry.id()))),
            Err(problem) => {
                wrong.get_or_insert((raw.number, problem));
            }
        }
        Ok(())
    });
    let is_there = is_there.map_err(unreadable)?;
    match wrong {
        Some((line, problem)) => Err(LedgerProblem::Line {
            path: path.to_owned(),
            line,
            problem,
        }),
        None => Ok(is_there.then_some(entries)),
    }
}

/// `None` for a last line that a crash has torn: its erasure had not begun.
fn open(raw: &RawLine<'_>, keyring: &Keyring) -> Result<Option<LedgerEntry>, LineProblem> {
    match line::open(raw.text, keyring) {
        Ok(entry) => Ok(Some(entry)),
        Err(LineProblem::Garbled) if !raw.is_ended => {
            tracing::warn!(
                line = raw.number,
                "the last line of the erasure ledger is torn and left out: its erasure had not begun"
            );
            Ok(None)
        }
        Err(problem) => Err(problem),
    }
}
