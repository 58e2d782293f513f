//! The scan: canaries first, then every table, Redis and the files, once for all people sought.

use super::canary::{Canary, control_tables};
use super::people::Sought;
use super::report::ResidueReport;
use super::stores::{not_attested, scan_files, scan_redis};
use super::tables::{plan_tables, scan_table};
use super::tally::Tally;
use super::text::Needles;
use crate::db::catalog::read_catalog;
use crate::jobs::Stop;
use crate::tenants::TenantScope;
use crate::{AppError, Core};

/// Looks for people in everything that belongs to a tenant, and to none. One report for each, in their order.
///
/// # Errors
/// `Unavailable` if it was stopped, or a store is out of reach: then nothing is known.
pub async fn scan_residue(
    core: &Core,
    scope: &TenantScope,
    people: &[Sought],
    stop: &Stop,
) -> Result<Vec<ResidueReport>, AppError> {
    let canary = Canary::new(core.rng.as_ref())?;
    let bird = std::slice::from_ref(&canary.identifier);
    let identifiers = people.iter().map(|person| person.identifiers.as_slice());
    let needles = Needles::new(identifiers.chain([bird]))?;
    let mut tally = Tally::new(needles, people.len());

    let tx = core.db.read(scope).await?;
    let (tables, unmapped) = plan_tables(read_catalog(&tx).await?);
    drop(tx);
    control_tables(core, &canary, &tables, &mut tally, stop).await?;
    for table in &tables {
        scan_table(core, scope, table, people, &mut tally, stop).await?;
    }
    scan_redis(core, &canary, &mut tally, stop).await?;
    scan_files(core, scope, &canary, &mut tally, stop).await?;
    Ok(tally.finish(&ResidueReport {
        unmapped,
        not_attested: not_attested(&core.settings),
        ..ResidueReport::default()
    }))
}

/// Asked between two batches.
pub(super) fn go_on(stop: &Stop) -> Result<(), AppError> {
    match stop.reason() {
        None => Ok(()),
        Some(_) => Err(AppError::unavailable("the residue scan was stopped")),
    }
}
