//! A tenant with 100,000 queued jobs, and one with a job now and then: what the quiet one notices.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use xorb_domain::jobs::JobClass;

use super::figures::{Case, Figures, case, limited};
use super::house::House;
use super::probe::Probe;
use crate::measurement::percentile;

const ALONE: Case = case("a quiet tenant's wait alone, p95", "ms");
const BESIDE: Case = case(
    "a quiet tenant's wait beside 100,000 jobs of another, p95",
    "ms",
);
const RATIO: Case = limited(
    "a quiet tenant's wait beside them, over alone",
    "ratio",
    2.0,
);
/// Of ten places.
const LIMIT: u32 = 8;
const MOUNTAIN: u32 = 100_000;
const SAMPLES: usize = 200;
const JOB: Duration = Duration::from_millis(2);
const BETWEEN: Duration = Duration::from_millis(40);

pub async fn beside_a_mountain(figures: &mut Figures) -> Result<()> {
    let house = House::build(true, LIMIT).await?;
    let probe = Probe::of_length(JOB);
    let worker = house.work(probe.clone());
    tokio::time::sleep(Duration::from_millis(500)).await;
    let alone = waits(&house, &probe).await?;
    house.fill_one(&house.scopes[1], MOUNTAIN).await?;
    house
        .core
        .queue
        .wake_dispatcher(&[JobClass::Maintenance])
        .await;
    while probe.runs() < SAMPLES + 1_000 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let beside = waits(&house, &probe).await?;
    worker.end().await?;
    ensure!(house.queued().await? > 1_000, "the mountain was too small");
    let [alone, beside] = [alone, beside].map(|waits| percentile(waits, 95));
    figures.note(ALONE, alone);
    figures.note(BESIDE, beside);
    figures.note(RATIO, beside / alone);
    Ok(())
}

/// The wait of each job of the quiet tenant, in milliseconds from the commit's return.
async fn waits(house: &House, probe: &Probe) -> Result<Vec<f64>> {
    let mut waits = Vec::new();
    let quiet = &house.scopes[0];
    for _ in 0..SAMPLES {
        tokio::time::sleep(BETWEEN).await;
        probe.look_for(quiet.tenant_id());
        house.enqueue(quiet, 1).await?;
        let committed_at = Instant::now();
        let begun_at = loop {
            if let Some(begun_at) = probe.found_at() {
                break begun_at;
            }
            let waited = committed_at.elapsed();
            ensure!(waited < Duration::from_secs(60), "a job was not begun");
            tokio::time::sleep(Duration::from_millis(1)).await;
        };
        let wait = begun_at.saturating_duration_since(committed_at);
        waits.push(wait.as_secs_f64() * 1_000.0);
    }
    Ok(waits)
}
