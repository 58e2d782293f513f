//! Workers that are killed and frozen, a Redis that forgets and restarts, a database that crashes, wires to both that are cut, all
//! at random moments: every job has its effect exactly once, none is lost, none is stuck.
//!
//! A few thousand jobs here; `make chaos` runs 100,000. What is drawn is drawn from a seed, which a failure names.

#![expect(
    clippy::disallowed_methods,
    reason = "a test that starts itself as other processes, and is made larger from outside"
)]

use std::env;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement};
use tokio_util::sync::CancellationToken;
use xorb::application::{Application, Sources};
use xorb_domain::jobs::{JobContext, JobError, JobKind, NewJob, enqueue};
use xorb_domain::rng::{Rng, SeededRng};
use xorb_domain::settings::{Role, Settings, environment_of_this_process};
use xorb_domain::{AppError, Core};
use xorb_worker::runner::{Handlers, run_with};

use crate::harness::{Directory, FrailWire, Guarded, OwnPostgres, TestRedis, own_postgres, redis};

/// Set for the processes that are workers of this test.
const IS_WORKER: &str = "CHAOS_WORKER";

const WORKERS: usize = 3;
const JOBS_A_COMMIT: usize = 500;
const PATIENCE: Duration = Duration::from_secs(120);

/// Notes each effect in a ledger that refuses no second line.
struct Ledger;

impl Handlers for Ledger {
    fn run<'a>(&'a self, context: &'a JobContext) -> BoxFuture<'a, Result<(), JobError>> {
        let effect = async {
            let Some(effect) = context.effect("line").await? else {
                return Ok(());
            };
            let sql = "INSERT INTO chaos_ledger (job_id) VALUES ($1)";
            effect
                .execute(sql, [context.lease.job.job_id.into()])
                .await?;
            effect.commit().await?;
            Ok(())
        };
        effect.boxed()
    }

    fn give_up<'a>(
        &'a self,
        _: &'a JobContext,
        _: &'static str,
    ) -> BoxFuture<'a, Result<(), AppError>> {
        async { Ok(()) }.boxed()
    }
}

/// Not a test: what the worker processes of `nothing_is_lost_and_nothing_is_done_twice` run.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "started by the test beside it"]
async fn a_worker_of_the_chaos() {
    if env::var_os(IS_WORKER).is_none() {
        return;
    }
    let settings = Settings::load(Role::Worker, None, environment_of_this_process()).unwrap();
    let core = loop {
        // The database may be away just now.
        let settings = settings.clone();
        match Application::build(settings, Sources::of_this_machine()).await {
            Ok(application) => break application.core().clone(),
            Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
        }
    };
    run_with(
        core,
        Arc::default(),
        Arc::new(Ledger),
        CancellationToken::new(),
    )
    .await;
}

struct Chaos {
    random: SeededRng,
    postgres: OwnPostgres,
    redis: TestRedis,
    /// Between all others and the two.
    wires: [FrailWire; 2],
    workers: Vec<Guarded>,
    environment: Vec<(&'static str, String)>,
    directory: Directory,
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_lost_and_nothing_is_done_twice() {
    let jobs = number("CHAOS_JOBS", 3_000);
    let seed = number("CHAOS_SEED", u64::from(std::process::id()));
    println!("CHAOS_SEED={seed}");
    let mut chaos = Chaos::begin(seed).await;
    let ledger = chaos.superuser().await;
    let sql = "CREATE TABLE chaos_ledger (job_id uuid NOT NULL); GRANT INSERT ON chaos_ledger TO xorb_runtime";
    ledger.execute_unprepared(sql).await.unwrap();
    chaos.start_workers();
    let core = chaos.core().await;
    let mut accepted = 0;
    let mut deadline = Instant::now() + PATIENCE;
    let mut done = 0;
    loop {
        accepted += put_in(&core, jobs - accepted).await;
        chaos.disturb(accepted == jobs);
        tokio::time::sleep(Duration::from_millis(300)).await;
        let count = chaos.ended().await;
        if count > done {
            (done, deadline) = (count, Instant::now() + PATIENCE);
        }
        if accepted == jobs && done >= jobs {
            break;
        }
        assert!(
            Instant::now() < deadline,
            "stuck at {done} of {jobs}, seed {seed}"
        );
    }
    chaos.end();
    let ledger = chaos.superuser().await;
    let lines = count(&ledger, "SELECT count(*) FROM chaos_ledger").await;
    let different = count(&ledger, "SELECT count(DISTINCT job_id) FROM chaos_ledger").await;
    let succeeded = count(
        &ledger,
        "SELECT count(*) FROM jobs WHERE state = 'succeeded'",
    )
    .await;
    assert_eq!([lines, different, succeeded], [jobs; 3], "seed {seed}");
}

fn number(variable: &str, default: u64) -> u64 {
    env::var(variable).map_or(default, |text| text.parse().unwrap())
}

/// Enqueues some of what is left; how many were accepted. A commit whose answer is lost is looked up.
async fn put_in(core: &Core, left: u64) -> u64 {
    let some = left.min(JOBS_A_COMMIT as u64);
    if some == 0 {
        return 0;
    }
    let before = of_core(core).await;
    let enqueued: Result<(), AppError> = async {
        let tx = core.db.write(&core.platform()).await?;
        for _ in 0..some {
            enqueue(&tx, NewJob::new(JobKind::VerifyAuditTrail)).await?;
        }
        tx.commit().await
    }
    .await;
    match enqueued {
        Ok(()) => some,
        Err(_) => of_core(core).await - before,
    }
}

/// How many jobs there are, once the database says so, and once whoever was cut off while committing has ended either way.
async fn of_core(core: &Core) -> u64 {
    loop {
        if let Ok(tx) = core.db.system().await
            && tx
                .execute("LOCK TABLE jobs IN SHARE MODE".to_owned(), [])
                .await
                .is_ok()
            && let Ok(rows) = tx.query("SELECT count(*) FROM jobs".to_owned(), []).await
        {
            let count: i64 = rows[0].try_get_by_index(0).unwrap();
            return count.unsigned_abs();
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn count(database: &DatabaseConnection, sql: &str) -> u64 {
    let statement = Statement::from_string(database.get_database_backend(), sql);
    let row = database.query_one_raw(statement).await.unwrap().unwrap();
    row.try_get_by_index::<i64>(0).unwrap().unsigned_abs()
}

impl Chaos {
    async fn begin(seed: u64) -> Self {
        let (postgres, redis) = (own_postgres().await, redis());
        let directory = Directory::new("data");
        let to_postgres = FrailWire::start(&postgres.url).await;
        let to_redis = FrailWire::start(&redis.url).await;
        let environment = vec![
            ("XORB__DATA_DIR", directory.path().display().to_string()),
            ("XORB__DATABASE__URL", to_postgres.through(&postgres.url)),
            ("XORB__REDIS__URL", to_redis.through(&redis.url)),
            ("XORB__JOBS__SCHEDULES__ENABLED", "false".to_owned()),
            ("XORB__JOBS__LEASE_MS", "1000".to_owned()),
            ("XORB__JOBS__HEARTBEAT_MS", "200".to_owned()),
            ("XORB__JOBS__RECONCILE_MS", "200".to_owned()),
            ("XORB__JOBS__REDISPATCH_MS", "500".to_owned()),
            ("XORB__JOBS__REDIS_GRACE_MS", "500".to_owned()),
            ("XORB__JOBS__BACK_OFF_SECONDS__MAINTENANCE", "0".to_owned()),
            ("XORB__JOBS__CONCURRENCY__MAINTENANCE", "8".to_owned()),
            (
                "XORB__JOBS__TENANT_CONCURRENCY__MAINTENANCE",
                "1000".to_owned(),
            ),
            ("XORB__LOG__LEVEL", "error".to_owned()),
        ];
        Self {
            random: SeededRng::new(seed),
            postgres,
            redis,
            wires: [to_postgres, to_redis],
            workers: Vec::new(),
            environment,
            directory,
        }
    }

    async fn core(&self) -> Arc<Core> {
        let environment = self.environment.iter();
        let environment = environment.map(|(name, value)| ((*name).to_owned(), value.clone()));
        let settings = Settings::load(Role::Worker, None, environment).unwrap();
        let application = Application::build(settings, Sources::of_this_machine()).await;
        application.unwrap().core().clone()
    }

    async fn superuser(&self) -> DatabaseConnection {
        let database = self.postgres.url.rsplit('/').next().unwrap();
        let url = self.postgres.server.superuser_url(database);
        Database::connect(url).await.unwrap()
    }

    fn start_workers(&mut self) {
        while self.workers.len() < WORKERS {
            let mut command = Command::new(env::current_exe().unwrap());
            command
                .args(["--exact", "jobs::chaos::a_worker_of_the_chaos", "--ignored"])
                .current_dir(self.directory.path())
                .env(IS_WORKER, "1")
                .envs(self.environment.iter().map(|(name, value)| (name, value)))
                .stdout(Stdio::null())
                .stderr(Stdio::null());
            self.workers.push(Guarded::spawn(&mut command, "KILL"));
        }
    }

    fn draw(&self, below: usize) -> usize {
        let mut bytes = [0; 8];
        self.random.fill(&mut bytes);
        usize::try_from(u64::from_le_bytes(bytes) % below as u64).unwrap()
    }

    /// One blow, or none. Once all is accepted it becomes quiet by and by, so that there is an end.
    fn disturb(&mut self, is_all_accepted: bool) {
        let victim = self.draw(WORKERS);
        match self.draw(if is_all_accepted { 20 } else { 10 }) {
            0 => {
                self.workers.remove(victim).stop();
                self.start_workers();
            }
            // Past its lease; continued at one of the next blows.
            1 => self.workers[victim].signal("STOP"),
            2 | 3 => {
                for worker in &self.workers {
                    worker.signal("CONT");
                }
            }
            4 => self.redis.flush_all(),
            5 => self.redis.restart(),
            6 => self.postgres.server.restart(),
            7 => self.wires[0].tear(),
            8 => self.wires[1].tear(),
            _ => {}
        }
    }

    /// How many jobs have ended, as far as the database says.
    async fn ended(&self) -> u64 {
        let database = self.postgres.url.rsplit('/').next().unwrap();
        let url = self.postgres.server.superuser_url(database);
        let Ok(database) = Database::connect(url).await else {
            return 0;
        };
        let ended = "SELECT count(*) FROM jobs WHERE state NOT IN ('queued', 'running')";
        let statement = Statement::from_string(database.get_database_backend(), ended);
        let row = database.query_one_raw(statement).await.ok().flatten();
        let count = row.and_then(|row| row.try_get_by_index::<i64>(0).ok());
        count.unwrap_or_default().unsigned_abs()
    }

    fn end(&mut self) {
        for worker in &mut self.workers {
            worker.stop();
        }
    }
}
