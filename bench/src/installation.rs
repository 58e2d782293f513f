//! Two `xorb api` over one PostgreSQL and one Redis. No worker: what is queued stays so until somebody cancels it.

use std::path::PathBuf;

use anyhow::Result;
use sea_orm::{ConnectionTrait, Database};

use crate::postgres::Postgres;
use crate::process::Process;
use crate::redis::Redis;

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
            ("XORB__REDIS__URL", redis.url()),
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
