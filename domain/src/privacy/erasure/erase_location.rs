//! Erases a person in one location, a batch at a time. Safe to repeat: what is done is not there any more.

use std::path::Path;

use super::delete_rows::{delete_mentioning, delete_rows};
use super::mail_files::erase_mail_files;
use super::null_columns::null_columns;
use super::redact_rows::redact_rows;
use crate::AppError;
use crate::db::TenantTx;
use crate::privacy::People;
use crate::privacy::mentions::mentioned_rows;
use crate::privacy::plan::{MAIL_FILES, TableActions, actions};

/// What a batch came to.
#[derive(Clone, Debug, Default)]
pub(super) struct Step {
    /// Rows, or files, that it changed.
    pub(super) rows: usize,
    /// Those of them to which a link led.
    pub(super) linked: usize,
    /// Those that the index of mentions named, by their keys.
    pub(super) mentioning: Vec<String>,
    /// How much of the batch's budget it took.
    pub(super) spent: usize,
    /// Nothing is left.
    pub(super) is_done: bool,
    /// Where to go on.
    pub(super) cursor: Option<String>,
}

/// Does up to `budget` rows of the location. The transaction must hold a pass.
///
/// # Errors
/// As the database and the file system say.
pub(super) async fn erase_location(
    tx: &TenantTx,
    data_dir: &Path,
    people: &People,
    location: &str,
    cursor: Option<&str>,
    budget: usize,
) -> Result<Step, AppError> {
    if location == MAIL_FILES {
        return erase_mail_files(tx, data_dir, people, cursor, budget).await;
    }
    let table = actions().iter().find(|known| known.table == location);
    let table =
        table.ok_or_else(|| AppError::internal(format!("{location} is not in the data map")))?;
    let mut step = Step {
        cursor: cursor.map(str::to_owned),
        ..Step::default()
    };
    for nulled in &table.nulled {
        let left = budget.saturating_sub(step.spent);
        let rows = null_columns(tx, table, nulled, people, left).await?;
        if step.took(rows, left) {
            return Ok(step);
        }
    }
    let left = budget.saturating_sub(step.spent);
    let rows = delete_rows(tx, table, people, left).await?;
    if step.took(rows, left) {
        return Ok(step);
    }
    if table.sealed.is_some() {
        let room = budget.saturating_sub(step.spent);
        let after = step.cursor.clone();
        let (keys, deleted) = delete_mentioning(tx, table, people, after.as_deref(), room).await?;
        step.looked_into(keys, deleted, room);
        return Ok(step);
    }
    redact(tx, table, people, &mut step, budget).await?;
    Ok(step)
}

impl Step {
    /// There was nothing to do.
    pub(super) fn nothing() -> Self {
        Self {
            is_done: true,
            ..Self::default()
        }
    }

    /// Notes what was done; true if that was all there was room for.
    fn took(&mut self, rows: usize, room: usize) -> bool {
        self.rows += rows;
        self.linked += rows;
        self.spent += rows;
        rows >= room
    }

    /// Notes rows that the index of mentions named, and those of them that were changed.
    fn looked_into(&mut self, keys: Vec<String>, changed: Vec<String>, room: usize) {
        self.rows += changed.len();
        self.mentioning = changed;
        self.spent += keys.len();
        self.is_done = keys.len() < room;
        self.cursor = keys.into_iter().next_back().or(self.cursor.take());
    }
}

async fn redact(
    tx: &TenantTx,
    table: &TableActions,
    people: &People,
    step: &mut Step,
    budget: usize,
) -> Result<(), AppError> {
    if table.redacted.is_empty() {
        step.is_done = true;
        return Ok(());
    }
    let room = budget.saturating_sub(step.spent);
    let after = step.cursor.clone();
    let keys = mentioned_rows(tx, table.table, &people.identifiers, after.as_deref(), room).await?;
    let redacted = redact_rows(tx, table, &keys, &people.identifiers).await?;
    step.looked_into(keys, redacted, room);
    Ok(())
}
