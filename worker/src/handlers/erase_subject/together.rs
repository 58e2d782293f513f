//! Erases, before the person whose job it is, everybody else of the tenant who was approved and waits: fence, lines in the
//! ledger, rows, one scan, certificates, letters.

use futures_util::{StreamExt, TryStreamExt, stream};
use uuid::Uuid;
use xorb_domain::jobs::{JobContext, JobError};
use xorb_domain::privacy::erasure::together::{
    ScannedTogether, certify_together, complete_together, erase_together, fence_together,
    join_others, letters_together, note_outside_together, release_everybody, scan_together,
};
use xorb_domain::privacy::erasure::{self, Obstacle};

use super::check_stop;
use crate::mail::hand_over;

/// Letters on their way at once.
const LETTERS: usize = 8;

/// Attempts at a transaction that others were in the way of.
const TRIES: u32 = 5;

/// Carries everybody who can be erased together to the end. Where something has to be mended all are let go, so that each
/// request says for itself what blocks it.
///
/// # Errors
/// What may pass by itself; then the next run goes on.
pub(super) async fn erase_others(context: &JobContext, request_id: Uuid) -> Result<(), JobError> {
    let people = join_others(context, request_id).await?;
    if people == 0 {
        return Ok(());
    }
    tracing::info!(people, "erasing people together");
    context
        .progress
        .report(0, 4, "steps", "fencing together")
        .await?;
    if !repeat(context, Step::Fence).await? {
        return Ok(());
    }
    if let Err(error) = note_outside_together(context).await {
        tracing::error!(error = %error.chain(), "the erasure ledger can't be written");
        return Ok(release_everybody(context).await?);
    }
    context
        .progress
        .report(1, 4, "steps", "erasing together")
        .await?;
    if !repeat(context, Step::Erase).await? {
        return Ok(());
    }
    context
        .progress
        .report(2, 4, "steps", "scanning together")
        .await?;
    match scan_together(context).await? {
        ScannedTogether::Nobody => {}
        ScannedTogether::Clean(clean, scan) => {
            check_stop(context)?;
            certify_together(context, &clean, &scan).await?;
        }
        ScannedTogether::Void => {
            tracing::error!("a residue scan for many people proves nothing");
            return Ok(release_everybody(context).await?);
        }
    }
    context
        .progress
        .report(3, 4, "steps", "writing letters")
        .await?;
    complete(context).await?;
    erasure::forget_deleted(context).await;
    Ok(context
        .progress
        .report(4, 4, "steps", "completed together")
        .await?)
}

/// What is done for a hundred people at a time.
#[derive(Clone, Copy)]
enum Step {
    Fence,
    Erase,
}

/// One transaction after the other until nobody is left. False if something is in the way, and all were let go.
async fn repeat(context: &JobContext, step: Step) -> Result<bool, JobError> {
    let mut tries = 0;
    loop {
        check_stop(context)?;
        let stepped = match step {
            Step::Fence => fence_together(context).await,
            Step::Erase => erase_together(context).await,
        };
        match stepped {
            Ok(true) => tries = 0,
            Ok(false) => return Ok(true),
            Err(obstacle) if obstacle.may_pass() && tries < TRIES => tries += 1,
            Err(Obstacle {
                location,
                code: Some(code),
                error,
            }) => {
                tracing::error!(location, code, error = %error.chain(), "people can't be erased together");
                release_everybody(context).await?;
                return Ok(false);
            }
            Err(obstacle) => return Err(obstacle.error.into()),
        }
    }
}

/// Letters first, a file each; then what was known to write them with goes.
async fn complete(context: &JobContext) -> Result<(), JobError> {
    loop {
        check_stop(context)?;
        let told = letters_together(context).await?;
        if told.is_empty() {
            return Ok(());
        }
        let letters = told.iter().filter_map(|one| one.letter.as_ref());
        let letters: Vec<_> = letters
            .map(|letter| hand_over(context, letter.file, &letter.mail))
            .collect();
        let sent = stream::iter(letters).buffer_unordered(LETTERS);
        sent.try_collect::<Vec<()>>().await?;
        complete_together(context, &told).await?;
    }
}
