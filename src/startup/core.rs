//! The house, built once the database is usable: keys, pools, queue, events.

use std::sync::Arc;

use anyhow::Context;
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use xorb_domain::Core;
use xorb_domain::audit::DirtyTrails;
use xorb_domain::crypto::{Keyring, MasterKey};
use xorb_domain::db::{Db, DbServices};
use xorb_domain::events::EventBus;
use xorb_domain::jobs::Queue;
use xorb_domain::redis_link::RedisLink;
use xorb_domain::scans::open_network;
use xorb_domain::settings::Settings;

use super::{Sources, connect, operators_url, url_of};

/// Opens everything that a use case needs. People reach this process at its listener if the settings don't say where.
///
/// # Errors
/// If the master key is missing or unreadable, a URL is malformed, or the database has gone again.
pub(crate) async fn open_core(mut settings: Settings, sources: Sources) -> anyhow::Result<Core> {
    let Sources { clock, rng } = sources;
    let issuer = issuer(&settings);
    if settings.web.public_url.is_empty() {
        settings.web.public_url = url_of(settings.http.listen, settings.http.tls().is_some());
    }
    if settings.admin.public_url.is_empty() {
        settings.admin.public_url =
            operators_url(settings.admin.listen, settings.admin.tls().is_some())
                .unwrap_or_default();
    }
    let path = &settings.keys.master_key_file;
    let master = MasterKey::load_or_create(path, is_unused(&settings).await?, rng.as_ref())?;
    let (queue, events) = if settings.redis.url.is_empty() {
        (Queue::in_process(), EventBus::in_process())
    } else {
        let link = RedisLink::open(&settings.redis)?;
        let prefix = settings.redis.prefix.as_str();
        let queue = Queue::redis(link.clone(), prefix);
        (queue, EventBus::redis(link, prefix))
    };
    let services = DbServices {
        clock,
        rng,
        keyring: Keyring::new(master),
        queue,
        dirty_trails: Arc::<DirtyTrails>::default(),
        events,
    };
    let db = Db::open(&settings, services).await?;
    let network = open_network(&settings).await?;
    Ok(Core::new(Arc::new(settings), issuer, db, network))
}

/// All processes of an installation must name the same issuer, and without a public address each would name its own.
fn issuer(settings: &Settings) -> String {
    let public_url = &settings.web.public_url;
    if public_url.is_empty() {
        "xorb".to_owned()
    } else {
        public_url.clone()
    }
}

/// Whether nothing in the database can have been encrypted yet.
async fn is_unused(settings: &Settings) -> anyhow::Result<bool> {
    let connection = connect(&settings.database.url)
        .await
        .context("the database has gone away")?;
    let sql = "SELECT 1 AS used FROM tenants UNION ALL SELECT 1 FROM signing_keys LIMIT 1";
    let backend: DbBackend = connection.get_database_backend();
    let row = connection
        .query_one_raw(Statement::from_string(backend, sql))
        .await?;
    connection.close().await?;
    Ok(row.is_none())
}
