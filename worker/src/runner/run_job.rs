//! Runs one claimed job: its handler, or, when its attempts are used up, the end in order.

use std::time::Duration;

use apalis::prelude::{BoxDynError, Data};
use opentelemetry::Context;
use opentelemetry::context::FutureExt;
use opentelemetry::trace::TraceContextExt;
use tokio::time::timeout;
use tracing::Instrument;
use tracing_opentelemetry::OpenTelemetrySpanExt;
use xorb_domain::jobs::{Claimed, JobContext, JobError, JobKind, Outcome, StopReason};
use xorb_domain::{AppError, trace_parent};

use super::assignment::Assignment;
use super::engine::{Engine, of_class};

/// An end other than success, as an error for the layers in between. `None`: the lease is lost.
#[derive(Debug, thiserror::Error)]
#[error("the run ended without success")]
pub(super) struct Ended(pub(super) Option<Outcome>);

/// How long a handler has to clean up once its time is over.
const TIME_TO_STOP: Duration = Duration::from_secs(5);

/// The handler of every pool.
pub(super) async fn run_job(
    assignment: Assignment,
    engine: Data<Engine>,
) -> Result<(), BoxDynError> {
    let span = job_span(&assignment.claimed);
    let context = span.context();
    let run = execute(&engine, &assignment).instrument(span.clone());
    // What the handler enqueues goes on from here.
    match run.with_context(context).await {
        Some(Outcome::Succeeded) => Ok(()),
        other => {
            if matches!(other, Some(Outcome::Failed(_))) {
                span.record("otel.status_code", "ERROR");
            }
            Err(Box::new(Ended(other)))
        }
    }
}

/// The span of a run, a part of the trace of what enqueued the job.
fn job_span(claimed: &Claimed) -> tracing::Span {
    let kind = claimed.kind.map_or("unknown", JobKind::as_str);
    let job = claimed.lease.job;
    let span = tracing::info_span!(
        "job",
        otel.name = format!("job {kind}"),
        otel.kind = "consumer",
        otel.status_code = tracing::field::Empty,
        kind,
        tenant_id = %job.tenant_id,
        job_id = %job.job_id,
        attempt = claimed.attempt,
    );
    if let Some(parent) = claimed.trace_parent.as_deref().and_then(trace_parent::read) {
        // Nothing to do for one that is not exported.
        let _ = span.set_parent(Context::new().with_remote_span_context(parent));
    }
    span
}

/// Runs a claimed job and says how it ended; `None` if its lease was lost.
pub(super) async fn execute(engine: &Engine, assignment: &Assignment) -> Option<Outcome> {
    let Assignment { claimed, stop, .. } = assignment;
    let Some(kind) = claimed.kind else {
        return Some(Outcome::Failed("unknown_kind"));
    };
    let context = JobContext::new(engine.core.clone(), claimed, kind, stop.clone());
    if kind
        .argument()
        .is_some_and(|name| context.arg(name).is_err())
    {
        return Some(Outcome::Failed("bad_arguments"));
    }
    if claimed.is_scan_stopped {
        stop.now(StopReason::Killed);
    }
    if claimed.is_cancel_requested {
        stop.now(StopReason::Cancelled);
    }
    if claimed.attempt > claimed.max_attempts {
        return give_up(engine, &context, "attempts_exhausted").await;
    }
    match run_in_time(engine, &context).await {
        Ok(()) => Some(Outcome::Succeeded),
        Err(JobError::Cancelled) => Some(Outcome::Cancelled),
        Err(JobError::GiveBack) => Some(Outcome::GivenBack),
        Err(JobError::Fenced) => None,
        Err(JobError::Fail { code }) => give_up(engine, &context, code).await,
        Err(JobError::Retry { code, after, cause }) => {
            if let Some(cause) = cause {
                log(&context, code, &cause);
            }
            if claimed.attempt >= claimed.max_attempts {
                return give_up(engine, &context, code).await;
            }
            let after = after.unwrap_or_else(|| back_off(engine, Some(kind), claimed.attempt));
            Some(Outcome::Retry(code, after))
        }
    }
}

/// Runs the handler no longer than a run may take: then it is told to stop, and, if it does not, dropped where it stands.
/// What it had not committed has not happened.
async fn run_in_time(engine: &Engine, context: &JobContext) -> Result<(), JobError> {
    let class = context.kind.class();
    let seconds = *of_class(&engine.core.settings.jobs.deadline_seconds, class);
    let mut run = std::pin::pin!(engine.handlers.run(context));
    if let Ok(done) = timeout(Duration::from_secs(seconds), &mut run).await {
        return done;
    }
    context.stop.now(StopReason::Overdue);
    timeout(TIME_TO_STOP, run)
        .await
        .unwrap_or_else(|_| Err(StopReason::Overdue.into()))
}

/// Lets the handler settle what the job was about, then counts it as failed.
async fn give_up(engine: &Engine, context: &JobContext, code: &'static str) -> Option<Outcome> {
    match engine.handlers.give_up(context, code).await {
        Ok(()) => Some(Outcome::Failed(code)),
        Err(AppError::Fenced) => None,
        Err(error) => {
            // Not settled: it is claimed once more, and gives up again.
            log(context, code, &error);
            Some(Outcome::Retry(code, Duration::from_secs(5)))
        }
    }
}

/// The configured pause after this attempt, with up to a quarter of jitter.
pub(super) fn back_off(engine: &Engine, kind: Option<JobKind>, attempt: i32) -> Duration {
    let class = kind.map_or(xorb_domain::jobs::JobClass::Maintenance, JobKind::class);
    let pauses = of_class(&engine.core.settings.jobs.back_off_seconds, class);
    let index = usize::try_from(attempt.saturating_sub(1)).unwrap_or(0);
    let seconds = pauses.get(index).or(pauses.last()).copied().unwrap_or(5);
    let [random] = xorb_domain::rng::random_bytes::<1>(engine.core.rng.as_ref());
    Duration::from_secs(seconds)
        + Duration::from_millis(seconds.saturating_mul(250) * u64::from(random) / 255)
}

fn log(context: &JobContext, code: &str, cause: &AppError) {
    let job = context.lease.job;
    tracing::warn!(
        kind = context.kind.as_str(), tenant_id = %job.tenant_id, job_id = %job.job_id, attempt = context.attempt,
        code, error = %cause.chain(), "a job did not succeed"
    );
}
