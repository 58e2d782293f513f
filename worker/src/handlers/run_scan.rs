//! Runs a scan: authorised again, ownership proven again, then step by step, each with one effect.
//!
//! No transaction is open while something is asked over the network. A run that is taken up by another worker skips the
//! steps that have had their effect. How a run is stopped is in `stopped`.

mod prove;
mod run_steps;
mod step_progress;
mod stopped;

use uuid::Uuid;
use xorb_domain::AppError;
use xorb_domain::jobs::{JobContext, JobError};
use xorb_domain::scans::run::{BeginScan, begin_scan, fail_scan, finish_scan};

use stopped::{refused, stopped};

/// Runs the scan of the job.
///
/// # Errors
/// `Retry` while the target can't be reached, `Fail` if it may not be scanned, and what stopped it.
pub async fn run_scan(context: &JobContext) -> Result<(), JobError> {
    let scan_id = scan_id(context)?;
    if let Some(reason) = context.stop.reason() {
        return stopped(context, scan_id, reason).await;
    }
    let tx = context.fenced().await?;
    let begun = begin_scan(&tx, scan_id).await?;
    tx.commit().await?;
    let ticket = match begun {
        BeginScan::Go(ticket) => ticket,
        BeginScan::HasEnded => return Ok(()),
        BeginScan::Refused(code) => return refused(context, scan_id, code).await,
    };
    let proven = prove::prove(context, &ticket).await?;
    run_steps::run_steps(context, &ticket, &proven).await?;
    context
        .progress
        .report(100, 100, "percent", "finished")
        .await?;
    if let Some(tx) = context.effect("finish").await? {
        finish_scan(&tx, scan_id).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Settles the scan of a job that has failed for good.
///
/// # Errors
/// `Fenced` if the lease was lost; as the database says.
pub async fn give_up(context: &JobContext, code: &'static str) -> Result<(), AppError> {
    let tx = context.fenced().await?;
    match fail_scan(&tx, scan_id(context)?, code).await {
        Err(AppError::NotFound(_)) => Ok(()),
        Err(error) => Err(error),
        Ok(()) => tx.commit().await,
    }
}

fn scan_id(context: &JobContext) -> Result<Uuid, AppError> {
    context.arg("scan_id")
}
