//! Opens the ciphertexts of a batch: with the key of the row's person, and otherwise with the tenant's. What neither opens
//! stays as it is, is searched as it is, and counts as unreadable.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::TablePlan;
use super::read_batch::Row;
use crate::AppError;
use crate::crypto::{Opened, Place, Sealed, open_all};
use crate::db::TenantTx;

/// Puts plaintexts in the place of ciphertexts. How many did not open.
pub(super) async fn open_cells(
    tx: &TenantTx,
    table: &TablePlan,
    rows: &mut [Row],
) -> Result<u64, AppError> {
    let mut unreadable = 0;
    for (at, column) in table.columns.iter().enumerate() {
        let Some(place) = column.place else { continue };
        let sealed = |row: &Row| row.cells.get(at).is_some_and(Option::is_some);
        let all: Vec<usize> = (0..rows.len())
            .filter(|row| rows.get(*row).is_some_and(sealed))
            .collect();
        let by_person = |row: &Row| row.subject_id.map(Some);
        let left = open(tx, place, at, rows, all, by_person).await?;
        let left = open(tx, place, at, rows, left, |_| Some(None)).await?;
        unreadable += u64::try_from(left.len()).unwrap_or(u64::MAX);
    }
    Ok(unreadable)
}

/// Tries one kind of key on the cells of column `at`. Which of `wanted` it did not open. `key`: whose; `None` if the row has
/// no such key.
async fn open(
    tx: &TenantTx,
    place: Place,
    at: usize,
    rows: &mut [Row],
    wanted: Vec<usize>,
    key: impl Fn(&Row) -> Option<Option<Uuid>>,
) -> Result<Vec<usize>, AppError> {
    let sealed = |index: &usize| {
        let row = rows.get(*index)?;
        let ciphertext = row.cells.get(at)?.as_deref()?;
        Some((
            *index,
            Sealed {
                row_id: row.id?,
                subject_id: key(row)?,
                ciphertext,
            },
        ))
    };
    let (indices, values): (Vec<usize>, Vec<Sealed<'_>>) = wanted.iter().filter_map(sealed).unzip();
    let opened = open_all(tx, place, &values).await?;
    let mut done = BTreeSet::new();
    for (index, opened) in indices.into_iter().zip(opened) {
        let cell = rows.get_mut(index).and_then(|row| row.cells.get_mut(at));
        if let (Some(cell), Opened::Text(text)) = (cell, opened) {
            *cell = Some(text);
            done.insert(index);
        }
    }
    Ok(wanted
        .into_iter()
        .filter(|index| !done.contains(index))
        .collect())
}
