//! The cases: throughput with and without effects, Redis and a backlog; idle start; retake; and what it costs.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use chrono::TimeDelta;
use sea_orm::{ConnectionTrait, TransactionTrait};
use xorb_domain::jobs::{JobClass, JobKind, JobRef, NewJob, Rotation, claim, enqueue, take};
use xorb_domain::tenants::TenantScope;

use super::bullmq::{BullMq, Figures};
use super::house::House;
use super::probe::probe;
use crate::measurement::{Measurement, median, p99};
use crate::process::cpu_ms_of;

const ROUNDS: usize = 3;
/// Jobs of one round.
const JOBS: u32 = 60_000;
/// Jobs with an effect each, of one round.
const EFFECTS: u32 = 10_000;
const SAMPLES: u32 = 400;
/// `JOBS` small rounds for a look, such as 2000.
const JOBS_VARIABLE: &str = "BENCH_JOBS";

const CLASS: JobClass = JobClass::Maintenance;

/// Measures all.
///
/// # Errors
/// If PostgreSQL, Redis or the peer can't be had, or jobs are not done.
pub fn run() -> Result<Vec<Measurement>> {
    tokio::runtime::Runtime::new()?.block_on(measure())
}

/// Median figures of the rounds, in the order of the cases.
#[derive(Default)]
struct Figured {
    names: Vec<(&'static str, &'static str, f64)>,
    values: Vec<Vec<f64>>,
}

impl Figured {
    fn note(&mut self, name: &'static str, unit: &'static str, goal: f64, value: f64) {
        eprintln!("  {name}: {value:.3} {unit}");
        let known = self.names.iter().position(|(known, ..)| *known == name);
        if let Some(values) = known.and_then(|at| self.values.get_mut(at)) {
            values.push(value);
        } else {
            self.names.push((name, unit, goal));
            self.values.push(vec![value]);
        }
    }

    fn measurements(self) -> Vec<Measurement> {
        let cases = self.names.into_iter().zip(self.values);
        cases
            .map(|((name, unit, goal), values)| Measurement {
                bench: "jobs",
                name: name.to_owned(),
                unit,
                xorb: median(values),
                goal,
            })
            .collect()
    }
}

async fn measure() -> Result<Vec<Measurement>> {
    let jobs = jobs_of_a_round()?;
    let peer = BullMq::install()?;
    let house = House::build(true).await?;
    let alone = House::build(false).await?;
    let mut figured = Figured::default();
    for round in 1..=ROUNDS {
        eprintln!("round {round}");
        let theirs = peer.run(house.redis.port, jobs, SAMPLES)?;
        no_op(&mut figured, &house, jobs, &theirs).await?;
        without_redis(&mut figured, &alone, jobs).await?;
        with_effects(&mut figured, &house, EFFECTS.min(jobs)).await?;
        enqueuing(&mut figured, &house).await?;
        idle(&mut figured, &house, &theirs).await?;
        retake(&mut figured, &house).await?;
    }
    backlog(&mut figured, &house, jobs).await?;
    Ok(figured.measurements())
}

fn jobs_of_a_round() -> Result<u32> {
    #[expect(clippy::disallowed_methods, reason = "a benchmark has no settings")]
    let jobs = std::env::var(JOBS_VARIABLE).ok();
    Ok(jobs.map(|jobs| jobs.parse()).transpose()?.unwrap_or(JOBS))
}

/// Microseconds a job, from the start of the loops to the last end in the database.
async fn micros(house: &House, jobs: u32, queued: u32, effects: bool) -> Result<f64> {
    house.clear().await?;
    house.fill(queued).await?;
    let probe = probe(effects, false);
    let begun = Instant::now();
    let worker = house.work(probe.clone());
    let done = if queued == jobs {
        house.until_succeeded(jobs.into()).await?;
        f64::from(jobs)
    } else {
        // With a backlog behind: as soon as so many have been begun.
        while probe.runs() < jobs as usize {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        f64::from(u32::try_from(probe.runs())?)
    };
    let micros = begun.elapsed().as_secs_f64() * 1e6 / done;
    worker.end().await?;
    ensure!(probe.failed() == 0, "{} jobs failed", probe.failed());
    Ok(micros)
}

async fn no_op(figured: &mut Figured, house: &House, jobs: u32, theirs: &Figures) -> Result<()> {
    let pids = [house.postgres.pid(), house.redis.pid(), std::process::id()];
    let before = pids.map(cpu_ms_of);
    let ours = micros(house, jobs, jobs, false).await?;
    let spent = |at: usize| -> f64 {
        let (pid, before) = (
            pids.get(at).copied().unwrap_or_default(),
            before.get(at).copied(),
        );
        let ms = cpu_ms_of(pid) - before.unwrap_or_default();
        ms / 1_000.0 / f64::from(jobs) * 100_000.0
    };
    let (database, redis, app) = (spent(0), spent(1), spent(2));
    figured.note("no-op job, end to end", "us", 50.0, ours);
    figured.note(
        "no-op job, BullMQ in the same run",
        "us",
        f64::MAX,
        theirs.micros,
    );
    figured.note(
        "no-op job, over BullMQ's time",
        "ratio",
        1.0,
        ours / theirs.micros,
    );
    figured.note("CPU of 100,000 jobs, app", "s", f64::MAX, app);
    figured.note("CPU of 100,000 jobs, PostgreSQL", "s", f64::MAX, database);
    figured.note("CPU of 100,000 jobs, Redis", "s", f64::MAX, redis);
    figured.note(
        "CPU of 100,000 jobs, BullMQ's process",
        "s",
        f64::MAX,
        theirs.cpu_seconds,
    );
    Ok(())
}

async fn without_redis(figured: &mut Figured, house: &House, jobs: u32) -> Result<()> {
    let micros = micros(house, jobs, jobs, false).await?;
    figured.note("no-op job, Redis away", "us", 62.5, micros);
    Ok(())
}

async fn with_effects(figured: &mut Figured, house: &House, jobs: u32) -> Result<()> {
    let micros = micros(house, jobs, jobs, true).await?;
    figured.note("job with one effect, end to end", "us", 200.0, micros);
    Ok(())
}

/// One by one, and many in one transaction.
async fn enqueuing(figured: &mut Figured, house: &House) -> Result<()> {
    house.clear().await?;
    let scope = house.scope;
    for (name, commits, jobs) in [
        ("enqueue, a commit each", 500_u32, 1_u32),
        ("enqueue, 500 in a commit", 4, 500),
    ] {
        let begun = Instant::now();
        for _ in 0..commits {
            put_in(house, &scope, jobs).await?;
        }
        let micros = begun.elapsed().as_secs_f64() * 1e6 / f64::from(commits * jobs);
        figured.note(name, "us", f64::MAX, micros);
    }
    house.clear().await
}

async fn put_in(house: &House, scope: &TenantScope, jobs: u32) -> Result<()> {
    let tx = house.core.db.write(scope).await?;
    for _ in 0..jobs {
        enqueue(&tx, NewJob::new(JobKind::VerifyAuditTrail)).await?;
    }
    Ok(tx.commit().await?)
}

/// From the commit's return to the handler's start.
async fn idle(figured: &mut Figured, house: &House, theirs: &Figures) -> Result<()> {
    house.clear().await?;
    let scope = house.scope;
    let probe = probe(false, true);
    let worker = house.work(probe.clone());
    tokio::time::sleep(Duration::from_millis(500)).await;
    probe.take_times();
    let mut waits = Vec::new();
    for _ in 0..SAMPLES {
        // So far apart that none has to wait for its turn among the tenant's own.
        tokio::time::sleep(Duration::from_millis(70)).await;
        put_in(house, &scope, 1).await?;
        let committed_at = Instant::now();
        let begun_at = loop {
            if let Some(begun_at) = probe.take_times().pop() {
                break begun_at;
            }
            ensure!(
                committed_at.elapsed() < Duration::from_secs(10),
                "a job was not begun"
            );
            tokio::time::sleep(Duration::from_micros(100)).await;
        };
        let wait = begun_at.saturating_duration_since(committed_at);
        waits.push(wait.as_secs_f64() * 1_000.0);
    }
    worker.end().await?;
    figured.note("idle start p50", "ms", 0.35, median(waits.clone()));
    figured.note("idle start p99", "ms", 1.0, p99(waits));
    figured.note(
        "idle start p50, BullMQ in the same run",
        "ms",
        f64::MAX,
        theirs.p50_ms,
    );
    figured.note(
        "idle start p99, BullMQ in the same run",
        "ms",
        f64::MAX,
        theirs.p99_ms,
    );
    Ok(())
}

/// A worker claims a job and is never heard of again.
async fn retake(figured: &mut Figured, house: &House) -> Result<()> {
    house.clear().await?;
    let scope = house.scope;
    put_in(house, &scope, 1).await?;
    let mut rotation = Rotation::new(CLASS, 100, -TimeDelta::seconds(1));
    let jobs: Vec<JobRef> = take(&house.core.db, &mut rotation, 1).await?;
    let lease = TimeDelta::from_std(house.core.settings.jobs.lease)?;
    let claimed = claim(&house.core.db, CLASS, &jobs, lease).await?;
    ensure!(claimed.len() == 1, "the job was not claimed");
    let lost_at = Instant::now();
    let probe = probe(false, true);
    let worker = house.work(Arc::clone(&probe) as _);
    while probe.runs() == 0 {
        ensure!(
            lost_at.elapsed() < Duration::from_secs(60),
            "the job was not taken again"
        );
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    figured.note(
        "retake of a lost worker's job",
        "s",
        8.0,
        lost_at.elapsed().as_secs_f64(),
    );
    worker.end().await
}

/// The same work with more and more waiting behind it, and at last beside a snapshot that somebody holds open.
async fn backlog(figured: &mut Figured, house: &House, jobs: u32) -> Result<()> {
    let plain = micros(house, jobs, jobs, false).await?;
    let behind = jobs.saturating_mul(17).max(10_000);
    let small = micros(house, jobs, jobs + 10_000, false).await?;
    figured.note(
        "no-op job, 10,000 behind it, over none",
        "ratio",
        1.18,
        small / plain,
    );
    let large = micros(house, jobs, jobs + behind, false).await?;
    figured.note(
        "no-op job, 1,000,000 behind it, over none",
        "ratio",
        1.18,
        large / plain,
    );
    let snapshot = house.superuser.begin().await?;
    // What it could still see, nothing cleans up.
    let look = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM tenants";
    snapshot.execute_unprepared(look).await?;
    let beside = micros(house, jobs, jobs + behind, false).await?;
    snapshot.rollback().await?;
    figured.note(
        "no-op job, beside an old snapshot, over none",
        "ratio",
        1.18,
        beside / plain,
    );
    Ok(())
}
