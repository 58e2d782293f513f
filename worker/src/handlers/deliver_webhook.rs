//! Tells a webhook endpoint what happened, until it has taken it. No transaction is open while it is asked, and a run that
//! dies in between is followed by another that sends the same message under the same id.

use xorb_domain::AppError;
use xorb_domain::jobs::{JobContext, JobError};
use xorb_domain::net::StopSignal;
use xorb_domain::webhooks::deliver::{self, Prepared, Settled};

/// Sends the delivery of the job once.
///
/// # Errors
/// `Retry` with the pause before the next attempt, `Fail` when there is none, and what stopped it.
pub async fn deliver_webhook(context: &JobContext) -> Result<(), JobError> {
    let id = context.arg("delivery_id")?;
    if let Some(reason) = context.stop.reason() {
        return Err(reason.into());
    }
    let prepared = deliver::prepare(context, id).await?;
    let settled = match &prepared {
        Prepared::Call(call) => {
            let stop = StopSignal::by_token(context.stop.token().clone());
            let answer = deliver::send(&context.core, call, stop).await?;
            if let Some(reason) = context.stop.reason() {
                return Err(reason.into());
            }
            deliver::settle(context, call, answer).await?
        }
        other => deliver::settle_unsent(context, id, other).await?,
    };
    match settled {
        Settled::Done => Ok(()),
        Settled::Failed(code) => Err(JobError::fail(code)),
        Settled::Retry(code, after) => Err(JobError::Retry {
            code,
            after: Some(after),
            cause: None,
        }),
    }
}

/// The delivery has failed for good.
///
/// # Errors
/// `Fenced` if the lease was lost; as the database says.
pub async fn give_up(context: &JobContext, code: &'static str) -> Result<(), AppError> {
    deliver::give_up(context, context.arg("delivery_id")?, code).await
}
