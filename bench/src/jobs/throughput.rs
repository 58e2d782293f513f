//! Jobs that were queued before, over a thousand tenants: microseconds each, from the start of the loops to the last end in
//! the database, and the processor time of everybody.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use sea_orm::{ConnectionTrait, TransactionTrait};

use super::bullmq::BullMqFigures;
use super::figures::{Case, Figures, case, limited};
use super::house::House;
use super::probe::Probe;
use crate::process::{cpu_ms_of, own_cpu_ms};

const NO_OP: Case = limited("no-op job, end to end", "us", 50.0);
const NO_OP_RATIO: Case = limited("no-op job, over BullMQ's time", "ratio", 1.0);
const CPU_APP: Case = case("CPU of 100,000 no-op jobs, app", "s");
const CPU_POSTGRES: Case = case("CPU of 100,000 no-op jobs, PostgreSQL", "s");
const CPU_REDIS: Case = case("CPU of 100,000 no-op jobs, Redis", "s");
const AWAY: Case = case("no-op job, Redis away", "us");
const AWAY_RATIO: Case = limited("no-op job, Redis away, over there", "ratio", 1.25);
const EFFECT: Case = limited("job with one effect, end to end", "us", 200.0);
const EFFECT_CPU_APP: Case = case("CPU of 100,000 jobs with one effect, app", "s");
const EFFECT_CPU_POSTGRES: Case = case("CPU of 100,000 jobs with one effect, PostgreSQL", "s");
const BACKLOG_SMALL: Case = limited("no-op job, 10,000 behind it, over none", "ratio", 1.18);
const BACKLOG_LARGE: Case = limited("no-op job, 1,000,000 behind it, over none", "ratio", 1.18);
const SNAPSHOT: Case = limited(
    "no-op job, 1,000,000 behind it and beside an old snapshot, over none",
    "ratio",
    1.18,
);
/// How many jobs the old snapshot has seen come and go before.
const CHURN: u32 = 5;

/// What a round took.
struct Taken {
    micros: f64,
    /// Processor seconds of 100,000 jobs: app, PostgreSQL, Redis.
    cpu: [f64; 3],
}

async fn work_off(house: &House, jobs: u32, queued: u32, effects: bool) -> Result<Taken> {
    house.clear().await?;
    house.fill(queued).await?;
    work_off_some(house, jobs, queued, effects).await
}

async fn work_off_some(house: &House, jobs: u32, queued: u32, effects: bool) -> Result<Taken> {
    let probe = Probe::new(effects, false);
    let before = cpu_ms(house);
    let begun = Instant::now();
    let worker = house.work(probe.clone());
    // With a backlog behind, no end is waited for: so many have been begun.
    while probe.runs() < jobs as usize {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    if queued == jobs {
        house.until_succeeded(jobs.into()).await?;
    }
    let (took, done) = (begun.elapsed(), f64::from(u32::try_from(probe.runs())?));
    let after = cpu_ms(house);
    worker.end().await?;
    ensure!(probe.failed() == 0, "{} jobs failed", probe.failed());
    let ([app, postgres, redis], [app_before, postgres_before, redis_before]) = (after, before);
    let spent = [
        app - app_before,
        postgres - postgres_before,
        redis - redis_before,
    ];
    let cpu = spent.map(|ms| ms / 1_000.0 / done * 100_000.0);
    Ok(Taken {
        micros: took.as_secs_f64() * 1e6 / done,
        cpu,
    })
}

/// The servers are children of this process.
fn cpu_ms(house: &House) -> [f64; 3] {
    let postgres = cpu_ms_of(house.postgres.pid());
    let redis = cpu_ms_of(house.redis.pid());
    [own_cpu_ms(), postgres, redis]
}

pub async fn no_op(
    figures: &mut Figures,
    house: &House,
    jobs: u32,
    theirs: &BullMqFigures,
) -> Result<()> {
    let taken = work_off(house, jobs, jobs, false).await?;
    let [app, postgres, redis] = taken.cpu;
    figures.beside(NO_OP, taken.micros, theirs.micros);
    figures.note(NO_OP_RATIO, taken.micros / theirs.micros);
    figures.beside(CPU_APP, app, theirs.cpu_seconds);
    figures.note(CPU_POSTGRES, postgres);
    figures.note(CPU_REDIS, redis);
    Ok(())
}

/// The time in which a worker waits for Redis to come back, before it asks the database, is not counted.
pub async fn without_redis(figures: &mut Figures, house: &House, jobs: u32) -> Result<()> {
    house.clear().await?;
    house.fill(jobs).await?;
    let probe = Probe::new(false, false);
    let worker = house.work(probe.clone());
    while probe.runs() == 0 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    let begun = Instant::now();
    house.until_succeeded(jobs.into()).await?;
    let micros = begun.elapsed().as_secs_f64() * 1e6 / f64::from(jobs);
    worker.end().await?;
    figures.note(AWAY, micros);
    let there = figures.last(NO_OP).unwrap_or(f64::NAN);
    figures.note(AWAY_RATIO, micros / there);
    Ok(())
}

pub async fn with_effects(figures: &mut Figures, house: &House, jobs: u32) -> Result<()> {
    let taken = work_off(house, jobs, jobs, true).await?;
    let [app, postgres, _] = taken.cpu;
    figures.note(EFFECT, taken.micros);
    figures.note(EFFECT_CPU_APP, app);
    figures.note(EFFECT_CPU_POSTGRES, postgres);
    Ok(())
}

/// The same work with more and more waiting behind it, and at last beside a snapshot that somebody holds open while several
/// times as much is done: what it could still see, nothing cleans up.
pub async fn backlog(figures: &mut Figures, house: &House, jobs: u32) -> Result<()> {
    let plain = work_off(house, jobs, jobs, false).await?.micros;
    let small = work_off(house, jobs, jobs + 10_000, false).await?.micros;
    figures.note(BACKLOG_SMALL, small / plain);
    let behind = jobs.saturating_mul(17).max(10_000);
    let large = work_off(house, jobs, jobs + behind, false).await?.micros;
    figures.note(BACKLOG_LARGE, large / plain);
    let snapshot = house.superuser.begin().await?;
    let look = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM tenants";
    snapshot.execute_unprepared(look).await?;
    for _ in 1..CHURN {
        work_off_some(house, jobs, behind, false).await?;
    }
    let beside = work_off_some(house, jobs, behind, false).await?.micros;
    snapshot.rollback().await?;
    figures.note(SNAPSHOT, beside / plain);
    house.clear().await
}
