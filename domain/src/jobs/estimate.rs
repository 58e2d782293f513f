//! When a waiting job will be begun, as far as the past tells.
//!
//! An estimate, not a promise: the tenant's own jobs of the kind ran so long lately, and so many may run at once.

use chrono::{DateTime, TimeDelta, Utc};

use super::queries;
use super::view::JobView;
use super::{JobClass, JobKind};
use crate::AppError;
use crate::db::{ReadSession, TenantTx};

/// Fills in `estimated_start_at` of the jobs that wait in their queue.
pub(super) async fn estimate(reads: &ReadSession, jobs: &mut [JobView]) -> Result<(), AppError> {
    let tx = reads.tx().await?;
    for kind in JobKind::ALL {
        if !jobs.iter().any(|job| waits(job, kind)) {
            continue;
        }
        let durations = queries::latest_durations(&tx, kind).await?;
        if let Some(mean) = mean(&durations) {
            let at_once = concurrency(reads, &tx, kind.class()).await?;
            fill(jobs, kind, |position| {
                start(tx.now(), position, at_once, mean)
            });
        }
    }
    Ok(())
}

fn waits(job: &JobView, kind: JobKind) -> bool {
    job.kind == kind.as_str() && job.queue_position.is_some()
}

fn fill(jobs: &mut [JobView], kind: JobKind, start: impl Fn(i64) -> DateTime<Utc>) {
    for job in jobs.iter_mut().filter(|job| waits(job, kind)) {
        job.estimated_start_at = job.queue_position.map(&start);
    }
}

/// Whoever is among the first is begun at once; each further round takes as long as a job.
fn start(now: DateTime<Utc>, position: i64, at_once: i64, mean: TimeDelta) -> DateTime<Utc> {
    let rounds = position.saturating_sub(1) / at_once.max(1);
    let wait = i32::try_from(rounds)
        .ok()
        .and_then(|rounds| mean.checked_mul(rounds));
    wait.and_then(|wait| now.checked_add_signed(wait))
        .unwrap_or(now)
}

fn mean(durations: &[TimeDelta]) -> Option<TimeDelta> {
    let count = i32::try_from(durations.len())
        .ok()
        .filter(|count| *count > 0)?;
    Some(durations.iter().sum::<TimeDelta>() / count)
}

/// How many jobs of the class the tenant may have under way: as configured, or as its plan says.
async fn concurrency(reads: &ReadSession, tx: &TenantTx, class: JobClass) -> Result<i64, AppError> {
    if class == JobClass::Scan
        && let Some(limit) = queries::running_scans(tx).await?
    {
        return Ok(limit);
    }
    let limits = &reads.core().settings.jobs.tenant_concurrency;
    let limit = match class {
        JobClass::Erasure => limits.erasure,
        JobClass::Interactive => limits.interactive,
        JobClass::Scan => limits.scan,
        JobClass::Webhook => limits.webhook,
        JobClass::Maintenance => limits.maintenance,
    };
    Ok(i64::try_from(limit).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_round_of_jobs_that_run_at_once_takes_as_long_as_one_job() {
        let now = DateTime::UNIX_EPOCH;
        let minute = TimeDelta::minutes(1);
        for (position, rounds) in [(1, 0), (4, 0), (5, 1), (9, 2)] {
            assert_eq!(
                start(now, position, 4, minute),
                now + minute * rounds,
                "{position}"
            );
        }
        assert_eq!(
            start(now, i64::MAX, 1, minute),
            now,
            "no estimate rather than nonsense"
        );
    }

    #[test]
    fn without_a_past_there_is_no_estimate() {
        assert_eq!(mean(&[]), None);
        assert_eq!(
            mean(&[TimeDelta::seconds(1), TimeDelta::seconds(3)]),
            Some(TimeDelta::seconds(2))
        );
    }
}
