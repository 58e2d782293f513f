//! What keeps the ledger from being relied on.

use std::io;
use std::path::PathBuf;

use super::line::LineProblem;
use crate::AppError;

/// Why a process must not become ready. The text is for the operator: it says where and what to do.
#[derive(Debug, thiserror::Error)]
pub enum LedgerProblem {
    #[error(
        "the erasure ledger {} can't be read: {cause}. Make it readable, or mount the storage it lies on", .path.display()
    )]
    Unreadable { path: PathBuf, cause: io::Error },
    #[error(
        "line {line} of the erasure ledger {} is not to be believed: {problem}. Put the file back as it was; without it \
         people who were erased could come back with an old backup", .path.display()
    )]
    Line {
        path: PathBuf,
        line: usize,
        problem: LineProblem,
    },
    /// An erasure could not be repeated, or the database is away.
    #[error("erasures can't be repeated: {}", .0.chain())]
    Failed(#[from] AppError),
}

impl LedgerProblem {
    /// The same in words that are fit for strangers.
    #[must_use]
    pub fn public(&self) -> String {
        match self {
            Self::Unreadable { .. } => "it can't be read".to_owned(),
            Self::Line { line, .. } => format!("line {line} is not to be believed"),
            Self::Failed(_) => "an erasure can't be repeated yet".to_owned(),
        }
    }
}
