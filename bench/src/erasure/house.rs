//! A migrated PostgreSQL database with one tenant, and the house opened over it.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Result;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection};
use uuid::Uuid;
use xorb::application::{Application, Sources};
use xorb_domain::Core;
use xorb_domain::identity::{Actor, RequestInfo};
use xorb_domain::settings::{Role, Settings};
use xorb_domain::tenants::{SignUp, TenantScope, sign_up};
use xorb_entities::identity::SessionDelivery;

use crate::postgres::Postgres;

/// The log-in role of the program.
const LOGIN: &str = "bench_login";

/// Everything opened.
pub struct House {
    pub core: Arc<Core>,
    pub scope: TenantScope,
    pub owner: Actor,
    /// Past row-level security, for filling.
    pub superuser: DatabaseConnection,
    directory: PathBuf,
}

impl House {
    pub async fn build(server: &Postgres) -> Result<Self> {
        let directory =
            std::env::temp_dir().join(format!("xorb-bench-erasure-{}", std::process::id()));
        std::fs::create_dir_all(&directory)?;
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
        owner.close().await?;
        let core = open(server, &directory).await?;
        let input = SignUp {
            tenant_name: "Bench".to_owned(),
            tenant_slug: "bench".to_owned(),
            email: "owner@bench.example".to_owned(),
            password: "violet-Tram-93-quokka-lantern".to_owned().into(),
            display_name: "Owner".to_owned(),
            delivery: SessionDelivery::Token,
        };
        let owner = sign_up(&core, &RequestInfo::default(), input).await?.actor;
        let house = Self {
            scope: owner.scope,
            superuser: Database::connect(server.url("bench", "xorb")).await?,
            core,
            owner,
            directory,
        };
        house.finding().await?;
        Ok(house)
    }

    /// Copies the database, which nobody may use meanwhile, and opens the house again.
    pub async fn copy_to(mut self, server: &Postgres, name: &str) -> Result<Self> {
        self.superuser.execute_unprepared("VACUUM ANALYZE").await?;
        let cluster = Database::connect(server.url("bench", "postgres")).await?;
        let leave = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'xorb'";
        cluster.execute_unprepared(leave).await?;
        let copy = format!("CREATE DATABASE {name} TEMPLATE xorb");
        cluster.execute_unprepared(&copy).await?;
        cluster.execute_unprepared("CHECKPOINT").await?;
        cluster.close().await?;
        self.core = open(server, &self.directory).await?;
        self.superuser = Database::connect(server.url("bench", "xorb")).await?;
        Ok(self)
    }

    /// What finding events hang on.
    async fn finding(&self) -> Result<()> {
        let id = Uuid::from_u128(1);
        for sql in [
            "INSERT INTO assets (tenant_id, id, name, kind, address, host, created_at, updated_at) \
             VALUES ('{t}', '{id}', 'Shop', 'web', 'https://shop.example', 'shop.example', now(), now())",
            "INSERT INTO scans (tenant_id, id, asset_id, profile, state, created_at) \
             VALUES ('{t}', '{id}', '{id}', 'quick', 'completed', now())",
            "INSERT INTO findings (tenant_id, id, asset_id, scan_id, fingerprint, check_id, title, description, remediation, \
             evidence, location, severity, severity_rank, state, first_seen_at, last_seen_at, created_at, updated_at) \
             VALUES ('{t}', '{id}', '{id}', '{id}', 'f', 'check', 'A', 'B', 'C', 'D', '/', 'low', 3, 'open', now(), now(), \
             now(), now())",
        ] {
            let sql = sql
                .replace("{t}", &self.scope.tenant_id().to_string())
                .replace("{id}", &id.to_string());
            self.superuser.execute_unprepared(&sql).await?;
        }
        Ok(())
    }
}

impl Drop for House {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.directory);
    }
}

async fn open(server: &Postgres, directory: &std::path::Path) -> Result<Arc<Core>> {
    let environment = [
        (
            "XORB__DATA_DIR",
            directory.join("data").display().to_string(),
        ),
        ("XORB__DATABASE__URL", server.url(LOGIN, "xorb")),
    ];
    let environment = environment.map(|(name, value)| (name.to_owned(), value));
    let settings = Settings::load(Role::Embedded, None, environment)?;
    std::fs::create_dir_all(directory.join("data"))?;
    let application = Application::build(settings, Sources::of_this_machine()).await?;
    Ok(Arc::clone(application.core()))
}
