//! PostgreSQL, Redis and a thousand tenants; the loops of a worker in this process.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, ensure};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use xorb::application::{Application, Sources};
use xorb_domain::Core;
use xorb_domain::identity::RequestInfo;
use xorb_domain::jobs::{JobKind, NewJob, enqueue};
use xorb_domain::settings::{Role, Settings};
use xorb_domain::tenants::{SignUp, TenantScope, sign_up};
use xorb_entities::identity::SessionDelivery;
use xorb_worker::runner::{Handlers, run_with};

use crate::postgres::Postgres;
use crate::redis::Redis;

/// The log-in role of the program.
const LOGIN: &str = "bench_login";
const TENANTS: u32 = 1_000;
/// With a job each in turn, none of them has more than its enqueuer may push itself.
const SCOPES: usize = 20;
const PATIENCE: Duration = Duration::from_secs(600);

/// Everything opened.
pub struct House {
    pub core: Arc<Core>,
    /// Those of the tenants that one can act for.
    pub scopes: [TenantScope; SCOPES],
    pub superuser: DatabaseConnection,
    pub postgres: Postgres,
    pub redis: Redis,
    directory: PathBuf,
}

/// The loops of a worker.
pub struct Worker {
    stop: CancellationToken,
    loops: JoinHandle<()>,
}

impl Worker {
    /// Ends them in order.
    pub async fn end(self) -> Result<()> {
        self.stop.cancel();
        Ok(self.loops.await?)
    }
}

impl House {
    /// Starts all. Without Redis the queue is away from the start. No tenant has more under way than its limit.
    pub async fn build(has_redis: bool, tenant_limit: u32) -> Result<Self> {
        let (postgres, redis) = (Postgres::start()?, Redis::start()?);
        let directory = std::env::temp_dir().join(format!("xorb-bench-jobs-{}", redis.port));
        std::fs::create_dir_all(directory.join("data"))?;
        migrate(&postgres).await?;
        let redis_url = if has_redis {
            redis.url()
        } else {
            "redis://127.0.0.1:1/0".to_owned()
        };
        let core = open(&postgres, &redis_url, &directory, tenant_limit).await?;
        let superuser = Database::connect(postgres.url("bench", "xorb")).await?;
        let mut scopes = Vec::new();
        for number in 0..SCOPES {
            scopes.push(company(&core, number).await?);
        }
        let scopes = scopes.try_into();
        let house = Self {
            core,
            scopes: scopes.map_err(|_| anyhow!("not all companies are there"))?,
            superuser,
            postgres,
            redis,
            directory,
        };
        house
            .sql(&format!(
                "INSERT INTO tenants (id, slug, name, status, language, version, created_at) \
                 SELECT gen_random_uuid(), 'tenant-' || n, 'Tenant', 'active', 'en', 1, now() FROM generate_series(1, {TENANTS}) n"
            ))
            .await?;
        Ok(house)
    }

    /// Runs a statement past row-level security.
    pub async fn sql(&self, sql: &str) -> Result<()> {
        self.superuser.execute_unprepared(sql).await?;
        Ok(())
    }

    /// Queues jobs, spread over all tenants, and lets the database learn of it.
    pub async fn fill(&self, jobs: u32) -> Result<()> {
        self.insert(jobs, &format!(
            "(SELECT id, row_number() OVER () - 1 AS number FROM tenants WHERE slug LIKE 'tenant-%') tenant ON tenant.number = n % {TENANTS}"
        )).await?;
        self.sql("VACUUM ANALYZE jobs").await
    }

    /// Queues jobs of one tenant.
    pub async fn fill_one(&self, scope: &TenantScope, jobs: u32) -> Result<()> {
        let tenant = format!("tenants tenant ON tenant.id = '{}'", scope.tenant_id());
        self.insert(jobs, &tenant).await
    }

    async fn insert(&self, jobs: u32, tenant: &str) -> Result<()> {
        let sql = format!(
            "INSERT INTO jobs (tenant_id, id, kind, class, state, run_at, max_attempts, args, created_at, updated_at) \
             SELECT tenant.id, gen_random_uuid(), 'verify_audit_trail', 'maintenance', 'queued', now(), 5, '{{}}', now(), now() \
             FROM generate_series(1, {jobs}) n JOIN {tenant}"
        );
        self.sql(&sql).await
    }

    /// Enqueues jobs of a tenant in one transaction, as the program does.
    pub async fn enqueue(&self, scope: &TenantScope, jobs: u32) -> Result<()> {
        let tx = self.core.db.write(scope).await?;
        for _ in 0..jobs {
            enqueue(&tx, NewJob::new(JobKind::VerifyAuditTrail)).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Makes each flush of the write-ahead log take a millisecond longer, or no longer.
    pub async fn slow_fsync(&self, is_slow: bool) -> Result<()> {
        let delay = if is_slow { 1_000 } else { 0 };
        self.sql(&format!("ALTER SYSTEM SET commit_delay = {delay}"))
            .await?;
        self.sql("ALTER SYSTEM SET commit_siblings = 0").await?;
        self.sql("SELECT pg_reload_conf()").await?;
        tokio::time::sleep(Duration::from_millis(200)).await;
        Ok(())
    }

    /// How many jobs wait.
    pub async fn queued(&self) -> Result<i64> {
        self.count("state = 'queued'").await
    }

    /// Empties the tables of jobs.
    pub async fn clear(&self) -> Result<()> {
        self.sql("TRUNCATE jobs, job_effects").await
    }

    /// Starts the loops.
    pub fn work(&self, handlers: Arc<dyn Handlers>) -> Worker {
        let stop = CancellationToken::new();
        let run = run_with(self.core.clone(), Arc::default(), handlers, stop.clone());
        Worker {
            loops: tokio::spawn(run),
            stop,
        }
    }

    /// Waits until so many jobs have succeeded.
    pub async fn until_succeeded(&self, jobs: i64) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        while self.count("state = 'succeeded'").await? < jobs {
            ensure!(Instant::now() < deadline, "the jobs are not done");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(())
    }

    async fn count(&self, condition: &str) -> Result<i64> {
        let sql = format!("SELECT count(*) FROM jobs WHERE {condition}");
        let statement = Statement::from_string(self.superuser.get_database_backend(), sql);
        let row = self.superuser.query_one_raw(statement).await?;
        Ok(row.context("no count")?.try_get_by_index(0)?)
    }
}

impl Drop for House {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.directory);
    }
}

async fn migrate(server: &Postgres) -> Result<()> {
    let cluster = Database::connect(server.url("bench", "postgres")).await?;
    for statement in [
        "CREATE ROLE bench_owner LOGIN CREATEROLE".to_owned(),
        format!("CREATE ROLE {LOGIN} LOGIN"),
        "CREATE DATABASE xorb OWNER bench_owner".to_owned(),
    ] {
        cluster.execute_unprepared(&statement).await?;
    }
    cluster.close().await?;
    let owner = Database::connect(server.url("bench_owner", "xorb")).await?;
    xorb_migration::up(&owner, Some(LOGIN)).await?;
    Ok(owner.close().await?)
}

/// Somebody signs up.
async fn company(core: &Core, number: usize) -> Result<TenantScope> {
    let input = SignUp {
        tenant_name: format!("Bench {number}"),
        tenant_slug: format!("bench-{number}"),
        email: "owner@bench.example".to_owned(),
        password: "violet-Tram-93-quokka-lantern".to_owned().into(),
        display_name: "Owner".to_owned(),
        delivery: SessionDelivery::Token,
    };
    Ok(sign_up(core, &RequestInfo::default(), input)
        .await?
        .actor
        .scope)
}

/// With concurrency 10 and a limit for each tenant; all else is as it comes.
async fn open(
    server: &Postgres,
    redis: &str,
    directory: &Path,
    tenant_limit: u32,
) -> Result<Arc<Core>> {
    let environment = [
        (
            "XORB__DATA_DIR",
            directory.join("data").display().to_string(),
        ),
        ("XORB__DATABASE__URL", server.url(LOGIN, "xorb")),
        ("XORB__REDIS__URL", redis.to_owned()),
        ("XORB__JOBS__SCHEDULES__ENABLED", "false".to_owned()),
        ("XORB__JOBS__CONCURRENCY__MAINTENANCE", "10".to_owned()),
        (
            "XORB__JOBS__TENANT_CONCURRENCY__MAINTENANCE",
            tenant_limit.to_string(),
        ),
    ];
    let environment = environment.map(|(name, value)| (name.to_owned(), value));
    let settings = Settings::load(Role::Embedded, None, environment)?;
    let application = Application::build(settings, Sources::of_this_machine()).await?;
    Ok(Arc::clone(application.core()))
}
