//! How much work waits and runs.

use chrono::{DateTime, TimeDelta, Utc};

use crate::AppError;
use crate::db::Db;
use crate::jobs::JobClass;

/// What a class has to do.
#[derive(Clone, Copy, Debug)]
pub struct LiveJobs {
    /// The pool.
    pub class: JobClass,
    /// Due, and not begun.
    pub ready: i64,
    /// Not due yet.
    pub delayed: i64,
    /// Begun.
    pub running: i64,
    /// How long the first of those that are due has been so.
    pub oldest: TimeDelta,
}

/// Counts what is alive, class by class.
///
/// # Errors
/// As the database says.
pub async fn count_live(db: &Db) -> Result<Vec<LiveJobs>, AppError> {
    let tx = db.system().await?;
    let now = tx.now_plus(TimeDelta::zero());
    let sql = format!(
        "SELECT COALESCE(sum(CASE WHEN run_at <= {now} THEN 1 ELSE 0 END), 0) AS ready, count(*) AS queued, \
           (SELECT count(*) FROM jobs WHERE class = $1 AND state = 'running') AS running, min(run_at) AS oldest, {now} AS now \
         FROM jobs WHERE class = $1 AND state = 'queued'"
    );
    let mut counts = Vec::with_capacity(JobClass::ALL.len());
    for class in JobClass::ALL {
        let rows = tx.query(sql.clone(), [class.as_str().into()]).await?;
        let Some(row) = rows.first() else { continue };
        let (ready, queued): (i64, i64) = (row.try_get("", "ready")?, row.try_get("", "queued")?);
        let oldest: Option<DateTime<Utc>> = row.try_get("", "oldest")?;
        let now: DateTime<Utc> = row.try_get("", "now")?;
        counts.push(LiveJobs {
            class,
            ready,
            delayed: queued - ready,
            running: row.try_get("", "running")?,
            oldest: oldest.map_or(TimeDelta::zero(), |at| (now - at).max(TimeDelta::zero())),
        });
    }
    Ok(counts)
}
