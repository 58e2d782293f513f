//! From the commit's return to the handler's start, with nothing else to do.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

use super::bullmq::BullMqFigures;
use super::figures::{Case, Figures, limited};
use super::house::House;
use super::probe::Probe;
use crate::measurement::{median, percentile};

const P50: Case = limited("idle start p50", "ms", 0.35);
const P99: Case = limited("idle start p99", "ms", 1.0);
const SLOW_P50: Case = limited(
    "idle start p50, 1 ms more for each fsync, over none",
    "ratio",
    1.5,
);
const SLOW_P99: Case = limited("idle start p99, 1 ms more for each fsync", "ms", 1.5);
/// As between those of the peer. The tenants take turns, so that none has too many for its enqueuer to push.
const BETWEEN: Duration = Duration::from_millis(5);

pub async fn idle(
    figures: &mut Figures,
    house: &House,
    samples: u32,
    theirs: &BullMqFigures,
) -> Result<()> {
    let fast = waits(house, samples).await?;
    house.slow_fsync(true).await?;
    let slow = waits(house, samples / 2).await;
    house.slow_fsync(false).await?;
    let slow = slow?;
    let (p50, slow_p50) = (median(fast.clone()), median(slow.clone()));
    figures.beside(P50, p50, theirs.p50_ms);
    figures.beside(P99, percentile(fast, 99), theirs.p99_ms);
    figures.note(SLOW_P50, slow_p50 / p50);
    figures.note(SLOW_P99, percentile(slow, 99));
    Ok(())
}

async fn waits(house: &House, samples: u32) -> Result<Vec<f64>> {
    house.clear().await?;
    let probe = Probe::new(false, true);
    let worker = house.work(probe.clone());
    tokio::time::sleep(Duration::from_millis(500)).await;
    let mut waits = Vec::new();
    for scope in house.scopes.iter().cycle().take(samples as usize) {
        tokio::time::sleep(BETWEEN).await;
        probe.take_times();
        house.enqueue(scope, 1).await?;
        let committed_at = Instant::now();
        while probe.is_untouched() {
            let waited = committed_at.elapsed();
            ensure!(waited < Duration::from_secs(10), "a job was not begun");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        let begun_at = probe.take_times().pop().unwrap_or(committed_at);
        let wait = begun_at.saturating_duration_since(committed_at);
        waits.push(wait.as_secs_f64() * 1_000.0);
    }
    worker.end().await?;
    Ok(waits)
}
