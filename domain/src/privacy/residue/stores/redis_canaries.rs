//! Canaries in Redis: for each location of the data map a key of every type. They expire by themselves if the scan dies.

use redis::aio::MultiplexedConnection;
use redis::{RedisResult, pipe};
use xorb_entities::map::Store;

use super::attribution::{key_location, names_in};
use crate::privacy::residue::canary::{Canary, disguise};

/// Longer than any scan of Redis.
const SECONDS: i64 = 600;
const TYPES: [&str; 6] = ["string", "list", "set", "hash", "zset", "stream"];

/// Keys that were written.
pub(super) struct RedisCanaries(Vec<(&'static str, String)>);

impl RedisCanaries {
    /// Writes them.
    pub(super) async fn plant(
        connection: &mut MultiplexedConnection,
        prefix: &str,
        canary: &Canary,
    ) -> RedisResult<Self> {
        let mut keys = Vec::new();
        let mut commands = pipe();
        commands.atomic();
        for name in names_in(Store::Redis) {
            for (n, kind) in TYPES.into_iter().enumerate() {
                let key = format!("{prefix}:{name}:canary:{}:{kind}", canary.tag);
                let text = disguise(canary.address(), n);
                match kind {
                    "string" => commands.set(&key, text),
                    "list" => commands.rpush(&key, text),
                    "set" => commands.sadd(&key, text),
                    "hash" => commands.hset(&key, text, "1"),
                    "zset" => commands.zadd(&key, text, 1),
                    _ => commands.cmd("XADD").arg(&key).arg("*").arg("to").arg(text),
                };
                commands.ignore().expire(&key, SECONDS).ignore();
                keys.push((key_location(name), key));
            }
        }
        commands.query_async::<()>(connection).await?;
        Ok(Self(keys))
    }

    /// How many there are in each location.
    pub(super) fn counts(&self) -> impl Iterator<Item = (&'static str, usize)> {
        self.0.iter().map(|(location, _)| (*location, 1))
    }

    /// Takes them away.
    pub(super) async fn remove(&self, connection: &mut MultiplexedConnection) -> RedisResult<()> {
        let keys: Vec<&str> = self.0.iter().map(|(_, key)| key.as_str()).collect();
        redis::cmd("DEL").arg(keys).query_async(connection).await
    }
}
