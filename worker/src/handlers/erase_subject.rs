//! Erases a person and proves it: fence, line in the ledger, batches, scan, certificate, letter.
//!
//! Where it stands is in the request's state, and each step is one transaction that is safe to repeat: a run that was
//! killed anywhere is taken up by another one. What can't be done blocks the request; it is never passed off as done.

mod letter;
mod together;

use uuid::Uuid;
use xorb_domain::AppError;
use xorb_domain::jobs::{JobContext, JobError, StopReason};
use xorb_domain::privacy::erasure::{self, LEDGER_UNWRITABLE, Obstacle, RESIDUE, Scanned};
use xorb_entities::privacy::RequestState;

/// Scans in one run of which each found something that could be taken out.
const MAX_ROUNDS: u32 = 3;

/// Attempts at the fence in one run.
const FENCE_TRIES: u32 = 5;

/// Carries the request from its approval to its completion.
///
/// # Errors
/// `erasure_blocked` while something has to be mended; `request_not_approved`; what stopped it.
pub async fn erase_subject(context: &JobContext) -> Result<(), JobError> {
    let request_id = context.arg("request_id")?;
    together::erase_others(context, request_id).await?;
    let mut rounds = 0;
    loop {
        check_stop(context)?;
        match erasure::request_state(context, request_id).await? {
            RequestState::Approved => {
                raise_fence(context, request_id).await?;
            }
            RequestState::Blocked => take_up(context, request_id).await?,
            // The erasure that it has joined answers it.
            RequestState::Executing if erasure::is_joined(context, request_id).await? => {
                return Ok(());
            }
            RequestState::Executing => erase(context, request_id).await?,
            RequestState::Scanning => {
                rounds += 1;
                if prove(context, request_id, rounds).await? {
                    return Ok(());
                }
            }
            RequestState::Completed | RequestState::CompletedPartially => return Ok(()),
            _ => return Err(JobError::fail("request_not_approved")),
        }
    }
}

/// The job has failed for good: somebody has to look into it.
///
/// # Errors
/// `Fenced` if the lease was lost; as the database says.
pub async fn give_up(context: &JobContext, code: &'static str) -> Result<(), AppError> {
    erasure::together::release_everybody(context).await?;
    match erasure::block(context, context.arg("request_id")?, None, code).await {
        Err(AppError::NotFound(_)) => Ok(()),
        other => other,
    }
}

/// An erasure that has begun is not cancelled: it gives way to another run only.
fn check_stop(context: &JobContext) -> Result<(), JobError> {
    match context.stop.reason() {
        Some(reason @ (StopReason::LeaseLost | StopReason::ShuttingDown | StopReason::Overdue)) => {
            Err(reason.into())
        }
        Some(StopReason::Cancelled | StopReason::Killed) | None => Ok(()),
    }
}

/// Whoever wrote about the person at the same moment may wait for the fence as the fence waits for them; the database ends
/// one of the two, and the fence just comes again.
async fn raise_fence(context: &JobContext, request_id: Uuid) -> Result<bool, JobError> {
    let mut tries = 0;
    loop {
        tries += 1;
        match erasure::raise_fence(context, request_id).await {
            Ok(is_new) => return Ok(is_new),
            Err(obstacle) if obstacle.may_pass() && tries < FENCE_TRIES => {}
            Err(obstacle) => return Err(blocked(context, request_id, obstacle).await),
        }
    }
}

/// Blocked before its fence, it begins; behind it, it goes on.
async fn take_up(context: &JobContext, request_id: Uuid) -> Result<(), JobError> {
    if !raise_fence(context, request_id).await? {
        erasure::resume(context, request_id).await?;
    }
    Ok(())
}

/// From the first row to the last. The line in the ledger comes before them all.
async fn erase(context: &JobContext, request_id: Uuid) -> Result<(), JobError> {
    if let Err(error) = erasure::note_outside(context, request_id).await {
        let obstacle = Obstacle {
            location: "files:erasure-ledger.jsonl",
            code: Some(LEDGER_UNWRITABLE),
            error,
        };
        return Err(blocked(context, request_id, obstacle).await);
    }
    let mut tries = 0;
    loop {
        check_stop(context)?;
        let progress = match erasure::next_batch(context, request_id).await {
            Ok(progress) => progress,
            // Somebody whom a text mentions is being erased since this batch began: the next one has a pass for them too.
            Err(obstacle) if obstacle.may_pass() && tries < FENCE_TRIES => {
                tries += 1;
                continue;
            }
            Err(obstacle) => return Err(blocked(context, request_id, obstacle).await),
        };
        let (done, total) = (progress.locations_done as u64, progress.locations as u64);
        context
            .progress
            .report(done, total, "locations", "erasing")
            .await?;
        if progress.is_finished() {
            return Ok(());
        }
    }
}

/// Scan, certificate, letter, end. False if something was found and taken out, so that all must be scanned again.
async fn prove(context: &JobContext, request_id: Uuid, rounds: u32) -> Result<bool, JobError> {
    context.progress.report(0, 1, "scans", "scanning").await?;
    match erasure::scan(context, request_id).await? {
        Scanned::Certified => {}
        Scanned::Clean(scan) => {
            if !erasure::certify(context, request_id, scan).await? {
                return Ok(false);
            }
        }
        Scanned::Repaired if rounds < MAX_ROUNDS => return Ok(false),
        Scanned::Repaired => return Err(halt(context, request_id, None, RESIDUE).await),
        Scanned::Blocked(location, code) => {
            return Err(halt(context, request_id, location.as_deref(), code).await);
        }
    }
    let letter = letter::write(context, request_id).await?;
    erasure::complete(context, request_id, letter).await?;
    erasure::forget_deleted(context).await;
    context.progress.report(1, 1, "scans", "completed").await?;
    Ok(true)
}

/// What may pass by itself is tried again; what somebody has to mend blocks the request first.
async fn blocked(context: &JobContext, request_id: Uuid, obstacle: Obstacle) -> JobError {
    let Obstacle {
        location,
        code,
        error,
    } = obstacle;
    let Some(code) = code else {
        return error.into();
    };
    tracing::error!(%request_id, location, code, error = %error.chain(), "an erasure can't go on");
    halt(context, request_id, Some(location), code).await
}

async fn halt(
    context: &JobContext,
    request_id: Uuid,
    location: Option<&str>,
    code: &'static str,
) -> JobError {
    match erasure::block(context, request_id, location, code).await {
        Ok(()) => JobError::retry("erasure_blocked"),
        Err(error) => error.into(),
    }
}
