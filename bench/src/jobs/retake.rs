//! How long a job waits whose worker is lost, or is shut down in order.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use chrono::TimeDelta;
use xorb_domain::jobs::{JobClass, Rotation, claim, take};

use super::figures::{Case, Figures, limited};
use super::house::House;
use super::probe::Probe;

const LOST: Case = limited("retake of a lost worker's job", "s", 8.0);
const RESTART: Case = limited("retake of a job that a stopping worker gave back", "s", 1.0);
const CLASS: JobClass = JobClass::Maintenance;

/// A worker claims a job and is never heard of again.
pub async fn after_a_kill(figures: &mut Figures, house: &House) -> Result<()> {
    house.clear().await?;
    house.enqueue(&house.scopes[0], 1).await?;
    let mut rotation = Rotation::new(CLASS, 100, -TimeDelta::seconds(1));
    let jobs = take(&house.core.db, &mut rotation, 1).await?;
    let lease = TimeDelta::from_std(house.core.settings.jobs.lease)?;
    let claimed = claim(&house.core.db, CLASS, &jobs, lease).await?;
    ensure!(claimed.len() == 1, "the job was not claimed");
    let lost_at = Instant::now();
    let probe = Probe::new(false, true);
    let worker = house.work(probe.clone());
    until_begun(&probe, lost_at).await?;
    figures.note(LOST, lost_at.elapsed().as_secs_f64());
    worker.end().await
}

/// A worker is stopped while it has jobs, and another is there.
pub async fn after_a_restart(figures: &mut Figures, house: &House) -> Result<()> {
    house.clear().await?;
    let long = Probe::until_stopped();
    let first = house.work(long.clone());
    house.enqueue(&house.scopes[0], 1).await?;
    until_begun(&long, Instant::now()).await?;
    let probe = Probe::new(false, true);
    let second = house.work(probe.clone());
    first.end().await?;
    let given_back_at = long.given_back_at().unwrap_or_else(Instant::now);
    until_begun(&probe, given_back_at).await?;
    let begun_at = probe.take_times().pop().unwrap_or(given_back_at);
    let wait = begun_at.saturating_duration_since(given_back_at);
    figures.note(RESTART, wait.as_secs_f64());
    second.end().await
}

async fn until_begun(probe: &Probe, since: Instant) -> Result<()> {
    while probe.runs() == 0 {
        let waited = since.elapsed();
        ensure!(waited < Duration::from_secs(60), "the job was not taken");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    Ok(())
}
