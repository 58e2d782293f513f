//! Jobs that need no object: the verification of the platform's own audit chain.

use std::sync::Arc;

use chrono::TimeDelta;
use xorb_domain::Core;
use xorb_domain::jobs::{self, Claimed, JobClass, JobKind, JobRef, NewJob, Rotation, Stop};

pub const CLASS: JobClass = JobClass::Maintenance;

/// Long enough for any test.
pub const LEASE: TimeDelta = TimeDelta::seconds(60);

/// A lease that is over as soon as it is given.
pub const EXPIRED: TimeDelta = TimeDelta::seconds(-1);

pub async fn enqueue(core: &Core) -> JobRef {
    enqueue_with(core, NewJob::new(JobKind::VerifyAuditTrail)).await
}

pub async fn enqueue_with(core: &Core, job: NewJob) -> JobRef {
    let scope = core.platform();
    let tx = core.db.write(&scope).await.unwrap();
    let job_id = jobs::enqueue(&tx, job).await.unwrap();
    tx.commit().await.unwrap();
    JobRef {
        tenant_id: scope.tenant_id(),
        job_id,
    }
}

pub async fn claim(core: &Core, job: JobRef, lease: TimeDelta) -> Option<Claimed> {
    jobs::claim(&core.db, CLASS, &[job], lease)
        .await
        .unwrap()
        .pop()
}

pub fn context(core: &Arc<Core>, claimed: &Claimed) -> jobs::JobContext {
    jobs::JobContext::new(
        core.clone(),
        claimed,
        claimed.kind.unwrap(),
        Stop::default(),
    )
}

/// Turns in which everything ready may be had, again and again, also under a clock that stands.
pub fn rotation() -> Rotation {
    Rotation::new(CLASS, 1_000_000, TimeDelta::seconds(-1))
}

/// State and attempts of all jobs, oldest first.
pub async fn states(core: &Core) -> Vec<(String, i32)> {
    let tx = core.db.system().await.unwrap();
    let rows = tx
        .query(
            "SELECT state, attempt FROM jobs ORDER BY created_at, id".to_owned(),
            [],
        )
        .await
        .unwrap();
    rows.iter()
        .map(|row| {
            (
                row.try_get("", "state").unwrap(),
                row.try_get("", "attempt").unwrap(),
            )
        })
        .collect()
}

pub async fn finish(core: &Core, claimed: &Claimed) -> bool {
    let finish = jobs::Finish {
        lease: claimed.lease,
        outcome: jobs::Outcome::Succeeded,
    };
    !jobs::finish(&core.db, &[finish]).await.unwrap().is_empty()
}
