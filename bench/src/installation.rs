//! Two `xorb api` over one PostgreSQL and one Redis. No worker: what is queued stays so until somebody cancels it.

use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use sea_orm::{ConnectionTrait, Database};

use crate::postgres::Postgres;
use crate::process::Process;

/// The log-in role of the program.
const LOGIN: &str = "bench_login";

pub struct Installation {
    pub here: Process,
    pub there: Process,
    pub postgres: Postgres,
    _redis: Redis,
    directory: PathBuf,
}

impl Installation {
    /// Starts all, with more settings if there are some.
    pub async fn start(more: &[(&'static str, &str)]) -> Result<Self> {
        let postgres = Postgres::start()?;
        migrate(&postgres).await?;
        let redis = Redis::start()?;
        let name = format!("xorb-bench-installation-{}", std::process::id());
        let directory = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&directory)?;
        let mut variables = vec![
            ("XORB__DATA_DIR", directory.display().to_string()),
            ("XORB__DATABASE__URL", postgres.url(LOGIN, "xorb")),
            (
                "XORB__REDIS__URL",
                format!("redis://127.0.0.1:{}/0", redis.port),
            ),
            ("XORB__AUTH__OPEN_SIGN_UP", "true".to_owned()),
            ("XORB__LOG__LEVEL", "warn".to_owned()),
        ];
        variables.extend(
            more.iter()
                .map(|(name, value)| (*name, (*value).to_owned())),
        );
        let mut here = Process::start_as(&["api"], &variables)?;
        here.wait_until_ready()?;
        let mut there = Process::start_as(&["api"], &variables)?;
        there.wait_until_ready()?;
        Ok(Self {
            here,
            there,
            postgres,
            _redis: redis,
            directory,
        })
    }
}

impl Drop for Installation {
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

/// A Redis server of its own.
struct Redis {
    port: u16,
    child: Child,
}

impl Redis {
    fn start() -> Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let child = Command::new("redis-server")
            .args(["--port", &port.to_string(), "--bind", "127.0.0.1"])
            .args(["--save", "", "--appendonly", "no"])
            .stdout(Stdio::null())
            .spawn()
            .context("redis-server is not installed")?;
        let server = Self { port, child };
        let deadline = Instant::now() + Duration::from_secs(10);
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            ensure!(Instant::now() < deadline, "redis-server does not start");
            std::thread::sleep(Duration::from_millis(10));
        }
        Ok(server)
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
