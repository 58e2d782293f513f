//! One scan for everybody in a run: reading is its cost, and it reads once.

use uuid::Uuid;
use xorb_entities::privacy::RequestState;

use super::members::{self, ALL};
use super::release::release;
use crate::AppError;
use crate::db::rows_per_statement;
use crate::jobs::JobContext;
use crate::privacy::certificate::ResidueScan;
use crate::privacy::erasure::scan::statement;
use crate::privacy::requests::{find_requests, vault_of};
use crate::privacy::residue::{Sought, scan_residue};

/// What one scan for many has come to.
#[derive(Debug)]
pub enum ScannedTogether {
    /// There is nobody to look for.
    Nobody,
    /// Of these nothing was found, by a scan that proves something. The others were let go.
    Clean(Vec<Uuid>, ResidueScan),
    /// It proves nothing.
    Void,
}

/// Scans for everybody in the run whose rows have gone and who has no certificate yet.
///
/// # Errors
/// `Fenced` if the lease was lost; as the database says.
pub async fn scan_together(context: &JobContext) -> Result<ScannedTogether, AppError> {
    let people = sought(context).await?;
    if people.is_empty() {
        return Ok(ScannedTogether::Nobody);
    }
    let reports = scan_residue(&context.core, &context.scope, &people, &context.stop).await?;
    let Some(first) = reports.first().filter(|report| !report.is_void()) else {
        return Ok(ScannedTogether::Void);
    };
    let said = statement(context.core.clock.now(), first);
    let (mut clean, mut alone) = (Vec::new(), Vec::new());
    for (person, report) in people.iter().zip(&reports) {
        if report.residues.is_empty() {
            clean.push(person.request_id);
        } else {
            alone.push(person.request_id);
        }
    }
    if !alone.is_empty() {
        let tx = context.fenced().await?;
        release(&tx, &alone).await?;
        tx.commit().await?;
    }
    Ok(ScannedTogether::Clean(clean, said))
}

async fn sought(context: &JobContext) -> Result<Vec<Sought>, AppError> {
    let tx = context.core.db.read(&context.scope).await?;
    let run = context.lease.job.job_id;
    let ids = members::ids(&tx, run, RequestState::Scanning, Some(false), ALL).await?;
    let mut people = Vec::with_capacity(ids.len());
    for ids in ids.chunks(rows_per_statement(1)) {
        for request in find_requests(&tx, ids).await? {
            let vault = vault_of(&tx, &request).await?;
            people.push(Sought {
                request_id: request.id,
                identifiers: vault.identifiers,
                subjects: vault.subjects,
            });
        }
    }
    Ok(people)
}
