//! Fires what is due: each tick once, because a tick is a row with a unique key, written in one transaction with its job.
//!
//! Ticks that nobody was there to fire count as one: the latest is fired, the others are not made up for. A tick whose
//! predecessor's job still waits or runs makes no second one.

use std::time::Duration;

use chrono::{DateTime, Utc};
use sea_orm::Value;

use super::Schedule;
use crate::db::SystemTx;
use crate::jobs::new_job::insert;
use crate::jobs::{Announcement, JobRef, NewJob};
use crate::{AppError, Core, rng};

/// Fires all ticks that are due and returns how many there were. Any number of processes may do it at once.
///
/// # Errors
/// As the database says; what was not fired is fired by the next call.
pub async fn fire_due(core: &Core) -> Result<usize, AppError> {
    let mut fired = 0;
    for schedule in core.settings.jobs.schedules.all() {
        fired += usize::from(fire(core, &schedule).await?);
    }
    Ok(fired)
}

/// How long it is until the next tick of any schedule; `None` if there is none.
#[must_use]
pub fn next_tick(core: &Core) -> Option<Duration> {
    let now = core.clock.now();
    let schedules = core.settings.jobs.schedules.all();
    let ticks = schedules
        .iter()
        .filter_map(|schedule| schedule.next_tick(now));
    ticks.min().and_then(|tick| (tick - now).to_std().ok())
}

async fn fire(core: &Core, schedule: &Schedule) -> Result<bool, AppError> {
    let tx = core.db.system().await?;
    let now = tx.process_now();
    let Some(after) = last_tick(&tx, schedule).await? else {
        begin(&tx, schedule, now).await?;
        tx.commit().await?;
        return Ok(false);
    };
    let Some(tick) = schedule.latest_tick(now).filter(|tick| *tick > after) else {
        return Ok(false);
    };
    if !claim(&tx, schedule, tick).await? {
        return Ok(false);
    }
    let job = JobRef {
        tenant_id: core.platform().tenant_id(),
        job_id: rng::new_id(core.clock.as_ref(), core.rng.as_ref()),
    };
    let new = NewJob::new(schedule.kind()).dedupe_key(schedule.kind().as_str());
    let now = tx.now_plus(chrono::TimeDelta::zero());
    let (sql, values) = insert(tx.dialect(), &now, vec![new.row(job, false)])?;
    let is_new = tx.execute(sql, values).await? == 1;
    tx.commit().await?;
    if is_new {
        let announcement = Announcement {
            job,
            class: schedule.kind().class(),
            is_direct: false,
        };
        core.queue.announce(vec![announcement]).await;
    }
    Ok(true)
}

/// The tick that was fired last, or else when the schedule began; `None` if it is new or has changed.
async fn last_tick(tx: &SystemTx, schedule: &Schedule) -> Result<Option<DateTime<Utc>>, AppError> {
    let sql = "SELECT since, (SELECT max(tick) FROM schedule_ticks WHERE schedule_name = name) AS tick FROM schedules \
               WHERE name = $1 AND cron = $2 AND time_zone = $3 AND since IS NOT NULL";
    let rows = tx.query(sql.to_owned(), named(schedule)).await?;
    let Some(row) = rows.first() else {
        return Ok(None);
    };
    let since: DateTime<Utc> = row.try_get("", "since")?;
    let tick: Option<DateTime<Utc>> = row.try_get("", "tick")?;
    Ok(Some(tick.map_or(since, |tick| tick.max(since))))
}

/// From now on it holds as it is configured.
async fn begin(tx: &SystemTx, schedule: &Schedule, now: DateTime<Utc>) -> Result<(), AppError> {
    let sql = "INSERT INTO schedules (name, cron, time_zone, job_kind, enabled, since) VALUES ($1, $2, $3, $1, $4, $5) \
               ON CONFLICT (name) DO UPDATE SET cron = excluded.cron, time_zone = excluded.time_zone, since = excluded.since \
               WHERE schedules.cron <> excluded.cron OR schedules.time_zone <> excluded.time_zone \
                  OR schedules.since IS NULL";
    let mut values = named(schedule).to_vec();
    values.extend([true.into(), now.into()]);
    tx.execute(sql.to_owned(), values).await?;
    Ok(())
}

/// Whether the tick is ours to fire. Whoever comes second waits for the first one's commit, and then has nothing to do.
async fn claim(tx: &SystemTx, schedule: &Schedule, tick: DateTime<Utc>) -> Result<bool, AppError> {
    let sql = format!(
        "INSERT INTO schedule_ticks (schedule_name, tick, fired_at) VALUES ($1, $2, {now}) \
         ON CONFLICT (schedule_name, tick) DO NOTHING",
        now = tx.now_plus(chrono::TimeDelta::zero())
    );
    let values: [Value; 2] = [schedule.kind().as_str().into(), tick.into()];
    Ok(tx.execute(sql, values).await? == 1)
}

fn named(schedule: &Schedule) -> [Value; 3] {
    [
        schedule.kind().as_str().into(),
        schedule.cron().into(),
        schedule.time_zone().into(),
    ]
}
