//! One table from its first row to its last, in batches of bounded size, each read in a short transaction of its own and
//! searched after it.

use sea_orm::Value;
use uuid::Uuid;
use xorb_entities::map::Form;

use super::open_cells::open_cells;
use super::read_batch::{Row, read_batch};
use super::{Access, TablePlan};
use crate::jobs::Stop;
use crate::privacy::residue::Sought;
use crate::privacy::residue::scan_residue::go_on;
use crate::privacy::residue::tally::{Spot, Tally};
use crate::tenants::TenantScope;
use crate::{AppError, Core};

/// What a batch should hold: short to read, short to search.
const BATCH_BYTES: usize = 1 << 20;
const FIRST_BATCH_ROWS: usize = 100;
const MAX_BATCH_ROWS: usize = 5_000;

/// The table that holds the vaults.
const REQUESTS: &str = "data_subject_requests";

/// Searches the tenant's rows of a table.
pub(in crate::privacy::residue) async fn scan_table(
    core: &Core,
    scope: &TenantScope,
    table: &TablePlan,
    people: &[Sought],
    tally: &mut Tally,
    stop: &Stop,
) -> Result<(), AppError> {
    tally.location(&table.name);
    let mut after: Option<Vec<Value>> = None;
    let mut limit = FIRST_BATCH_ROWS;
    loop {
        go_on(stop)?;
        let (rows, unreadable) = read(core, scope, table, after.as_deref(), limit).await?;
        let mut bytes = 0;
        for row in &rows {
            bytes += search(table, row, people, tally);
        }
        let place = tally.location(&table.name);
        place.rows += u64::try_from(rows.len()).unwrap_or(u64::MAX);
        place.unreadable += unreadable;
        let is_last = rows.len() < limit || table.key.is_empty();
        let Some(last) = rows.into_iter().next_back().filter(|_| !is_last) else {
            return Ok(());
        };
        limit = (BATCH_BYTES / (bytes / limit).max(1)).clamp(1, MAX_BATCH_ROWS);
        after = Some(last.key);
        tokio::task::yield_now().await;
    }
}

/// Searches a canary's row, inside the transaction that planted it.
pub(in crate::privacy::residue) async fn scan_canary_table(
    access: Access<'_>,
    canary: Uuid,
    table: &TablePlan,
    tally: &mut Tally,
) -> Result<(), AppError> {
    let mut after: Option<Vec<Value>> = None;
    loop {
        let mut rows = read_batch(access, table, canary, after.as_deref(), MAX_BATCH_ROWS).await?;
        if let Access::Tenant(tx) = access {
            open_cells(tx, table, &mut rows).await?;
        }
        for row in &rows {
            for (column, text) in cells(table, row) {
                let spot = Spot {
                    location: &table.name,
                    column,
                    row_key: &row.name,
                };
                tally.read_canary(spot, text);
            }
        }
        let is_last = rows.len() < MAX_BATCH_ROWS || table.key.is_empty();
        let Some(last) = rows.into_iter().next_back().filter(|_| !is_last) else {
            return Ok(());
        };
        after = Some(last.key);
    }
}

async fn read(
    core: &Core,
    scope: &TenantScope,
    table: &TablePlan,
    after: Option<&[Value]>,
    limit: usize,
) -> Result<(Vec<Row>, u64), AppError> {
    let owner = scope.tenant_id();
    if !table.catalog.is_open_to_tenants {
        let tx = core.db.system().await?;
        let rows = read_batch(Access::System(&tx), table, owner, after, limit).await?;
        return Ok((rows, 0));
    }
    let tx = core.db.read(scope).await?;
    let mut rows = read_batch(Access::Tenant(&tx), table, owner, after, limit).await?;
    let unreadable = open_cells(&tx, table, &mut rows).await?;
    Ok((rows, unreadable))
}

/// Searches one row. How many bytes it has.
fn search(table: &TablePlan, row: &Row, people: &[Sought], tally: &mut Tally) -> usize {
    let mut bytes = 0;
    for (at, (column, text)) in cells(table, row).enumerate() {
        let is_vault = table.name == REQUESTS
            && table
                .columns
                .get(at)
                .is_some_and(|column| column.form == Form::Encrypted);
        let spot = Spot {
            location: &table.name,
            column,
            row_key: &row.name,
        };
        let is_own_vault = |person: usize| {
            let request = people.get(person).map(|person| person.request_id);
            is_vault && request.is_some() && request == row.id
        };
        tally.read(spot, text, is_own_vault);
        bytes += text.len();
    }
    bytes
}

fn cells<'a>(table: &'a TablePlan, row: &'a Row) -> impl Iterator<Item = (&'a str, &'a [u8])> {
    let columns = table.columns.iter().map(|column| column.name.as_str());
    let texts = row
        .cells
        .iter()
        .map(|cell| cell.as_deref().unwrap_or_default());
    columns.zip(texts)
}
