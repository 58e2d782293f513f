//! Both measurements, from copies of one database.

use std::time::Instant;

use anyhow::{Result, ensure};
use sea_orm::{ConnectionTrait, Database};
use xorb_domain::Core;
use xorb_domain::jobs::{JobClass, JobContext, JobRef, Stop, claim};
use xorb_domain::privacy::erasure::{self, Scanned};

use super::bare;
use super::crowd::{self, Crowd, MANY, ONE};
use super::house::House;
use crate::measurement::{Measurement, median};
use crate::postgres::Postgres;

/// People in bulk, unless the second argument says otherwise.
const PEOPLE: usize = 10_000;

/// People with many rows, erased one after the other.
const SINGLES: usize = 7;

/// Measures both.
///
/// # Errors
/// If PostgreSQL can't be started, or an erasure does not come to its end.
pub fn run() -> Result<Vec<Measurement>> {
    tokio::runtime::Runtime::new()?.block_on(measure())
}

async fn measure() -> Result<Vec<Measurement>> {
    let people = match std::env::args().nth(2) {
        Some(people) => people.parse()?,
        None => PEOPLE,
    };
    let server = Postgres::start()?;
    let house = House::build(&server).await?;
    let singles = Crowd::fill(&house, "single", SINGLES, &ONE).await?;
    let many = Crowd::fill(&house, "many", people, &MANY).await?;
    let house = house.copy_to(&server, "bare").await?;
    let tenant = house.scope.tenant_id();

    let bare = Database::connect(server.url("bench", "bare")).await?;
    let mut one_bare = Vec::new();
    for person in &singles.subjects {
        let start = Instant::now();
        bare::erase(&bare, tenant, std::slice::from_ref(person)).await?;
        one_bare.push(milliseconds(start));
    }
    let start = Instant::now();
    for people in many.subjects.chunks(100) {
        bare::erase(&bare, tenant, people).await?;
    }
    let bulk_bare = milliseconds(start);
    let left = bare::rows_left(&bare).await?;
    bare.close().await?;

    let mut one = Vec::new();
    for request in &singles.requests {
        one.push(alone(&house, *request).await?);
    }
    let start = Instant::now();
    Crowd::release(&house).await?;
    xorb_worker::runner::run_until_idle(house.core.clone()).await?;
    let bulk = milliseconds(start);
    let ours = Database::connect(server.url("bench", "xorb")).await?;
    ensure!(bare::rows_left(&ours).await? == left, "the effects differ");
    ensure!(
        certificates(&ours).await? == people + SINGLES,
        "not everybody has a certificate"
    );
    ours.close().await?;
    Ok(cases(
        people,
        (median(one), median(one_bare)),
        (bulk, bulk_bare),
    ))
}

/// Each time beside that of the bare SQL.
fn cases(people: usize, one: (f64, f64), bulk: (f64, f64)) -> Vec<Measurement> {
    eprintln!(
        "  one person, 1,000 rows: {:.1} ms without the scan; bare SQL {:.1} ms",
        one.0, one.1
    );
    eprintln!(
        "  {people} people, 51 rows each: {:.0} ms with the scan, {:.0} a second; bare SQL {:.0} ms, {:.0} a second",
        bulk.0,
        rate(people, bulk.0),
        bulk.1,
        rate(people, bulk.1)
    );
    let case = |name: String, (ours, bare): (f64, f64)| {
        Measurement::new("erasure", name, "times the bare SQL", ours / bare).limit(2.0)
    };
    vec![
        case("one person, 1,000 rows in 12 tables".to_owned(), one),
        case(format!("{people} people in bulk, scan included"), bulk),
    ]
}

/// One erasure, step by step as its job does it. Its time without the scan.
async fn alone(house: &House, request: crowd::Request) -> Result<f64> {
    let context = context(&house.core, request.job).await?;
    let start = Instant::now();
    let done = erasure::raise_fence(&context, request.id).await;
    ensure!(done.is_ok(), "{:?}", done.err());
    erasure::note_outside(&context, request.id).await?;
    loop {
        let progress = erasure::next_batch(&context, request.id).await;
        let progress = progress.map_err(|obstacle| anyhow::anyhow!("{obstacle:?}"))?;
        if progress.is_finished() {
            break;
        }
    }
    let before = milliseconds(start);
    let scanned = erasure::scan(&context, request.id).await?;
    let Scanned::Clean(scan) = scanned else {
        anyhow::bail!("{scanned:?}");
    };
    let start = Instant::now();
    ensure!(erasure::certify(&context, request.id, scan).await?);
    erasure::complete(&context, request.id, None).await?;
    Ok(before + milliseconds(start))
}

async fn context(core: &std::sync::Arc<Core>, job: JobRef) -> Result<JobContext> {
    let lease = chrono::TimeDelta::minutes(10);
    let claimed = claim(&core.db, JobClass::Erasure, &[job], lease).await?;
    let Some(claimed) = claimed.into_iter().next() else {
        anyhow::bail!("the job can't be claimed");
    };
    let Some(kind) = claimed.kind else {
        anyhow::bail!("an unknown job");
    };
    Ok(JobContext::new(
        core.clone(),
        &claimed,
        kind,
        Stop::default(),
    ))
}

async fn certificates(database: &impl ConnectionTrait) -> Result<usize> {
    let sql = "SELECT count(*) AS total FROM certificates";
    let rows = database
        .query_all_raw(sea_orm::Statement::from_string(
            sea_orm::DbBackend::Postgres,
            sql,
        ))
        .await?;
    let total: i64 = rows.first().map_or(Ok(0), |row| row.try_get("", "total"))?;
    Ok(usize::try_from(total)?)
}

fn milliseconds(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1_000.0
}

fn rate(people: usize, milliseconds: f64) -> f64 {
    f64::from(u32::try_from(people).unwrap_or(u32::MAX)) / (milliseconds / 1_000.0)
}
