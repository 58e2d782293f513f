//! Writes what an attempt came to, behind the fence of its job, and says how the job goes on.

use std::time::Duration;

use chrono::TimeDelta;
use uuid::Uuid;
use xorb_entities::webhooks::{WebhookDeliveryState, WebhookDisabledReason, webhook_delivery};

use super::answer::Answer;
use super::disable::disable;
use super::prepare::{Call, Prepared};
use crate::AppError;
use crate::db::TenantTx;
use crate::jobs::JobContext;
use crate::rng::random_bytes;
use crate::webhooks::queries;
use crate::webhooks::settle_delivery::end;

/// The longest pause that a receiver gets by asking for it.
const LONGEST_PAUSE: Duration = Duration::from_secs(24 * 3_600);

/// How the job goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// It is done.
    Done,
    /// It is tried again after this time.
    Retry(&'static str, Duration),
    /// It has failed for good.
    Failed(&'static str),
}

/// Writes what an attempt came to.
///
/// # Errors
/// `Fenced` if the lease was lost; as the database says.
pub async fn settle(
    context: &JobContext,
    call: &Call,
    answer: Answer,
) -> Result<Settled, AppError> {
    let tx = context.fenced().await?;
    let Some(mut delivery) = queries::lock_delivery(&tx, call.delivery_id).await? else {
        return Ok(Settled::Done);
    };
    if delivery.state != WebhookDeliveryState::Pending {
        return Ok(Settled::Done);
    }
    delivery.attempts = context.attempt;
    delivery.last_attempt_at = Some(tx.now());
    delivery.last_status = answer.status().map(i32::from);
    delivery.error_code = answer.code().map(str::to_owned);
    let settled = match answer.code() {
        None => Settled::Done,
        Some(code) if answer == Answer::Gone || context.attempt >= context.max_attempts => {
            Settled::Failed(code)
        }
        Some(code) => Settled::Retry(code, pause(context, answer)),
    };
    apply(&tx, delivery, settled).await?;
    judge_endpoint(context, &tx, call.endpoint_id, answer).await?;
    tx.commit().await?;
    Ok(settled)
}

/// Ends a delivery that was not sent.
///
/// # Errors
/// `Fenced` if the lease was lost; as the database says.
pub async fn settle_unsent(
    context: &JobContext,
    delivery_id: Uuid,
    prepared: &Prepared,
) -> Result<Settled, AppError> {
    let (state, code) = match prepared {
        Prepared::Unwanted => (WebhookDeliveryState::Cancelled, None),
        Prepared::Unsendable(code) => (WebhookDeliveryState::Failed, Some(*code)),
        Prepared::Call(_) | Prepared::Ended => return Ok(Settled::Done),
    };
    let tx = context.fenced().await?;
    end(&tx, delivery_id, state, code).await?;
    tx.commit().await?;
    Ok(code.map_or(Settled::Done, Settled::Failed))
}

/// The job has failed for good, whyever.
///
/// # Errors
/// `Fenced` if the lease was lost; as the database says.
pub async fn give_up(
    context: &JobContext,
    delivery_id: Uuid,
    code: &'static str,
) -> Result<(), AppError> {
    let tx = context.fenced().await?;
    end(&tx, delivery_id, WebhookDeliveryState::Failed, Some(code)).await?;
    tx.commit().await
}

async fn apply(
    tx: &TenantTx,
    mut delivery: webhook_delivery::Model,
    settled: Settled,
) -> Result<(), AppError> {
    match settled {
        Settled::Done => delivery.state = WebhookDeliveryState::Delivered,
        Settled::Failed(_) => delivery.state = WebhookDeliveryState::Failed,
        Settled::Retry(..) => {}
    }
    delivery.next_attempt_at = match settled {
        Settled::Retry(_, after) => Some(tx.now() + TimeDelta::from_std(after).unwrap_or_default()),
        Settled::Done | Settled::Failed(_) => None,
    };
    let has_ended = delivery.next_attempt_at.is_none();
    delivery.finished_at = has_ended.then(|| tx.now());
    queries::update_delivery(tx, delivery).await?;
    Ok(())
}

/// What the answer says about the endpoint as a whole.
async fn judge_endpoint(
    context: &JobContext,
    tx: &TenantTx,
    endpoint_id: Uuid,
    answer: Answer,
) -> Result<(), AppError> {
    match answer {
        Answer::Accepted(_) => queries::note_working(tx, endpoint_id).await,
        Answer::Gone => disable(tx, endpoint_id, WebhookDisabledReason::Gone).await,
        Answer::Refused(..) | Answer::None(_) => {
            queries::note_failing(tx, endpoint_id).await?;
            let patience = context.core.settings.webhooks.disable_after;
            let patience = TimeDelta::from_std(patience).unwrap_or_default();
            let endpoint = queries::find_endpoint(tx, endpoint_id).await?;
            let failing_since = endpoint.and_then(|endpoint| endpoint.failing_since);
            if failing_since.is_some_and(|since| tx.now() - since >= patience) {
                disable(tx, endpoint_id, WebhookDisabledReason::Failing).await?;
            }
            Ok(())
        }
    }
}

/// The configured pause after this attempt, with up to a quarter of jitter, or what the receiver asks for if that is longer.
fn pause(context: &JobContext, answer: Answer) -> Duration {
    let pauses = &context.core.settings.jobs.back_off_seconds.webhook;
    let index = usize::try_from(context.attempt.saturating_sub(1)).unwrap_or(0);
    let seconds = pauses.get(index).or(pauses.last()).copied().unwrap_or(5);
    let [random] = random_bytes::<1>(context.core.rng.as_ref());
    let jitter = Duration::from_millis(seconds.saturating_mul(250) * u64::from(random) / 255);
    let own = Duration::from_secs(seconds) + jitter;
    let asked = answer.retry_after().unwrap_or_default().min(LONGEST_PAUSE);
    own.max(asked)
}
