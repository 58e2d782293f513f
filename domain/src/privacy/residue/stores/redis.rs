//! Every key of Redis that is ours, and its value whatever its type.

use std::time::Duration;

use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, Client, FromRedisValue, cmd};

use super::attribution::key_location;
use super::redis_canaries::RedisCanaries;
use super::redis_values::scan_value;
use crate::jobs::Stop;
use crate::privacy::residue::canary::Canary;
use crate::privacy::residue::scan_residue::go_on;
use crate::privacy::residue::tally::{Spot, Tally};
use crate::{AppError, Core};

const KEYS_AT_ONCE: usize = 500;

/// Plants, reads all keys, takes the canaries away. Without Redis there is nothing to read.
///
/// # Errors
/// `Unavailable` if Redis is away: then the scan says nothing.
pub(in crate::privacy::residue) async fn scan_redis(
    core: &Core,
    canary: &Canary,
    tally: &mut Tally,
    stop: &Stop,
) -> Result<(), AppError> {
    let settings = &core.settings.redis;
    if settings.url.is_empty() {
        return Ok(());
    }
    let mut connection = connect(settings.url.expose(), settings.timeout)
        .await
        .map_err(AppError::unavailable)?;
    let canaries = RedisCanaries::plant(&mut connection, &settings.prefix, canary)
        .await
        .map_err(AppError::unavailable)?;
    for (location, count) in canaries.counts() {
        tally.planted(location, count);
    }
    let scanned = scan(&mut connection, &settings.prefix, tally, stop).await;
    canaries
        .remove(&mut connection)
        .await
        .map_err(AppError::unavailable)?;
    scanned
}

async fn scan(
    connection: &mut MultiplexedConnection,
    prefix: &str,
    tally: &mut Tally,
    stop: &Stop,
) -> Result<(), AppError> {
    let pattern = format!("{prefix}:*");
    let mut cursor: u64 = 0;
    loop {
        let mut command = cmd("SCAN");
        command
            .arg(cursor)
            .arg("MATCH")
            .arg(&pattern)
            .arg("COUNT")
            .arg(KEYS_AT_ONCE);
        let (next, keys): (u64, Vec<Vec<u8>>) = ask(connection, &command).await?;
        for key in keys {
            go_on(stop)?;
            let name = String::from_utf8_lossy(&key);
            let name = name.get(prefix.len() + 1..).unwrap_or_default();
            let location = key_location(name);
            let spot = |column| Spot {
                location,
                column,
                row_key: name,
            };
            tally.location(location).rows += 1;
            tally.read(spot("name"), &key, |_| false);
            scan_value(connection, &key, |text| {
                tally.read(spot("content"), text, |_| false);
            })
            .await?;
        }
        if next == 0 {
            return Ok(());
        }
        cursor = next;
    }
}

/// Runs a command.
pub(super) async fn ask<T: FromRedisValue>(
    connection: &mut MultiplexedConnection,
    command: &redis::Cmd,
) -> Result<T, AppError> {
    command
        .query_async(connection)
        .await
        .map_err(AppError::unavailable)
}

async fn connect(url: &str, timeout: Duration) -> redis::RedisResult<MultiplexedConnection> {
    // A value of a megabyte takes longer than a wake-up.
    let deadline = timeout.max(Duration::from_secs(5));
    let config = AsyncConnectionConfig::new()
        .set_connection_timeout(Some(deadline))
        .set_response_timeout(Some(deadline));
    Client::open(url)?
        .get_multiplexed_async_connection_with_config(&config)
        .await
}
