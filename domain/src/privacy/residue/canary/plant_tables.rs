//! Puts the canary in every column of every table, lets the reader read it there, and takes it all back: nothing of it is
//! ever committed, so no other transaction can see it, trip over it, or keep it in a backup.
//!
//! Its tenant is made in the same transaction, with keys of its own; it is reserved by its status, `canary`.

use super::Canary;
use super::row::plant_row;
use crate::crypto::{create_subject_key, create_tenant_key};
use crate::jobs::Stop;
use crate::privacy::residue::scan_residue::go_on;
use crate::privacy::residue::tables::{Access, TablePlan, scan_canary_table};
use crate::privacy::residue::tally::Tally;
use crate::{AppError, Core};

/// Tables that hold keys, in which the canary must not stand in the place of the real one.
const KEYS: [&str; 2] = ["tenant_keys", "subject_keys"];

/// Plants and looks, table by table.
pub(in crate::privacy::residue) async fn control_tables(
    core: &Core,
    canary: &Canary,
    tables: &[TablePlan],
    tally: &mut Tally,
    stop: &Stop,
) -> Result<(), AppError> {
    let (open, closed): (Vec<_>, Vec<_>) = tables
        .iter()
        .partition(|table| table.catalog.is_open_to_tenants);
    let controlled = control_open(core, canary, &open, tally, stop).await;
    core.keyring.forget(canary.id);
    controlled?;
    if closed.is_empty() {
        return Ok(());
    }
    let tx = core.db.system().await?;
    let access = Access::System(&tx);
    for table in &closed {
        let planted = plant_row(access, canary, table, canary.id, core.clock.now()).await?;
        tally.planted(&table.name, planted);
    }
    for table in &closed {
        go_on(stop)?;
        scan_canary_table(access, canary.id, table, tally).await?;
    }
    Ok(())
}

async fn control_open(
    core: &Core,
    canary: &Canary,
    tables: &[&TablePlan],
    tally: &mut Tally,
    stop: &Stop,
) -> Result<(), AppError> {
    let tx = core.db.write(&canary.scope()).await?;
    let access = Access::Tenant(&tx);
    for table in tables {
        let is_for_keys = KEYS.contains(&table.name.as_str());
        let id = if is_for_keys { canary.other } else { canary.id };
        let mut planted = plant_row(access, canary, table, id, tx.now()).await?;
        match table.name.as_str() {
            "tenants" => create_tenant_key(&tx).await?,
            "data_subjects" => {
                create_subject_key(&tx, canary.id).await?;
                planted += plant_row(access, canary, table, canary.other, tx.now()).await?;
            }
            _ => {}
        }
        tally.planted(&table.name, planted);
    }
    for table in tables {
        go_on(stop)?;
        scan_canary_table(access, canary.id, table, tally).await?;
    }
    Ok(())
}
