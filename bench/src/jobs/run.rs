//! All cases, in rounds: product and peer take turns on the same machine.

use anyhow::Result;

use super::bullmq::BullMq;
use super::figures::Figures;
use super::house::House;
use super::{enqueuing, latency, neighbours, retake, throughput};
use crate::measurement::Measurement;

const ROUNDS: usize = 3;
/// Jobs of one round.
const JOBS: u32 = 60_000;
const SAMPLES: u32 = 400;
/// More than a tenant has places.
const UNLIMITED: u32 = 100;
/// `JOBS` small rounds for a look, such as 2000.
const JOBS_VARIABLE: &str = "BENCH_JOBS";
/// One group of cases: throughput, latency, enqueuing, retake, neighbours, backlog.
const CASES_VARIABLE: &str = "BENCH_CASES";

/// Measures all.
///
/// # Errors
/// If PostgreSQL, Redis or the peer can't be had, or jobs are not done.
pub fn run() -> Result<Vec<Measurement>> {
    tokio::runtime::Runtime::new()?.block_on(measure())
}

async fn measure() -> Result<Vec<Measurement>> {
    let jobs = variable(JOBS_VARIABLE).map_or(Ok(JOBS), |jobs| jobs.parse())?;
    let only = variable(CASES_VARIABLE);
    let wants = |cases: &str| only.as_deref().is_none_or(|only| only == cases);
    let peer = BullMq::install()?;
    let house = House::build(true, UNLIMITED).await?;
    let alone = House::build(false, UNLIMITED).await?;
    let mut figures = Figures::default();
    for round in 1..=ROUNDS {
        eprintln!("round {round}");
        if wants("throughput") || wants("latency") {
            let theirs = peer.run(house.redis.port, jobs, SAMPLES)?;
            if wants("throughput") {
                throughput::no_op(&mut figures, &house, jobs, &theirs).await?;
                throughput::without_redis(&mut figures, &alone, jobs).await?;
                throughput::with_effects(&mut figures, &house, jobs / 6).await?;
            }
            if wants("latency") {
                latency::idle(&mut figures, &house, SAMPLES, &theirs).await?;
            }
        }
        if wants("enqueuing") {
            enqueuing::one_by_one_and_many(&mut figures, &house).await?;
        }
        if wants("retake") {
            retake::after_a_kill(&mut figures, &house).await?;
            retake::after_a_restart(&mut figures, &house).await?;
        }
    }
    if wants("neighbours") {
        neighbours::beside_a_mountain(&mut figures).await?;
    }
    if wants("backlog") {
        throughput::backlog(&mut figures, &house, jobs).await?;
    }
    Ok(figures.measurements())
}

fn variable(name: &str) -> Option<String> {
    #[expect(clippy::disallowed_methods, reason = "a benchmark has no settings")]
    std::env::var(name).ok()
}
