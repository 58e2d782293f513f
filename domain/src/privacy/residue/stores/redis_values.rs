//! One value of Redis, in pieces, by its type.

use redis::aio::MultiplexedConnection;
use redis::{Value, cmd};

use super::chunks::{CHUNK, Chunks};
use super::redis::ask;
use crate::AppError;

/// Entries of a list, set, hash or stream that are read at once.
const ENTRIES: usize = 1_000;

/// Gives every text of the key's value to `search`. A key that is gone by now has none.
pub(super) async fn scan_value(
    connection: &mut MultiplexedConnection,
    key: &[u8],
    mut search: impl FnMut(&[u8]),
) -> Result<(), AppError> {
    let kind: String = ask(connection, cmd("TYPE").arg(key)).await?;
    match kind.as_str() {
        "none" => Ok(()),
        "string" => string(connection, key, search).await,
        "list" => list(connection, key, search).await,
        "set" => cursor(connection, "SSCAN", key, search).await,
        "hash" => cursor(connection, "HSCAN", key, search).await,
        "zset" => cursor(connection, "ZSCAN", key, search).await,
        "stream" => stream(connection, key, search).await,
        // A type that we do not use: its serialised form is better than nothing.
        _ => {
            let value: Value = ask(connection, cmd("DUMP").arg(key)).await?;
            texts(&value, &mut search);
            Ok(())
        }
    }
}

async fn string(
    connection: &mut MultiplexedConnection,
    key: &[u8],
    mut search: impl FnMut(&[u8]),
) -> Result<(), AppError> {
    let mut chunks = Chunks::default();
    let mut start = 0;
    loop {
        let piece: Vec<u8> = ask(
            connection,
            cmd("GETRANGE").arg(key).arg(start).arg(start + CHUNK - 1),
        )
        .await?;
        chunks.add(&piece, &mut search);
        if piece.len() < CHUNK {
            chunks.finish(search);
            return Ok(());
        }
        start += CHUNK;
    }
}

async fn list(
    connection: &mut MultiplexedConnection,
    key: &[u8],
    mut search: impl FnMut(&[u8]),
) -> Result<(), AppError> {
    let mut start = 0;
    loop {
        let value: Vec<Value> = ask(
            connection,
            cmd("LRANGE").arg(key).arg(start).arg(start + ENTRIES - 1),
        )
        .await?;
        let is_last = value.len() < ENTRIES;
        texts(&Value::Array(value), &mut search);
        if is_last {
            return Ok(());
        }
        start += ENTRIES;
    }
}

async fn cursor(
    connection: &mut MultiplexedConnection,
    command: &str,
    key: &[u8],
    mut search: impl FnMut(&[u8]),
) -> Result<(), AppError> {
    let mut at: u64 = 0;
    loop {
        let mut scan = cmd(command);
        scan.arg(key).arg(at).arg("COUNT").arg(ENTRIES);
        let (next, value): (u64, Value) = ask(connection, &scan).await?;
        texts(&value, &mut search);
        if next == 0 {
            return Ok(());
        }
        at = next;
    }
}

async fn stream(
    connection: &mut MultiplexedConnection,
    key: &[u8],
    mut search: impl FnMut(&[u8]),
) -> Result<(), AppError> {
    let mut start = "-".to_owned();
    loop {
        let mut range = cmd("XRANGE");
        range
            .arg(key)
            .arg(&start)
            .arg("+")
            .arg("COUNT")
            .arg(ENTRIES);
        let entries: Vec<(String, Value)> = ask(connection, &range).await?;
        for (_, fields) in &entries {
            texts(fields, &mut search);
        }
        let Some((last, _)) = entries.last().filter(|_| entries.len() == ENTRIES) else {
            return Ok(());
        };
        start = format!("({last}");
    }
}

/// Every string in an answer.
fn texts(value: &Value, search: &mut impl FnMut(&[u8])) {
    match value {
        Value::BulkString(bytes) => search(bytes),
        Value::SimpleString(text) => search(text.as_bytes()),
        Value::Array(values) | Value::Set(values) => {
            for value in values {
                texts(value, search);
            }
        }
        Value::Map(pairs) => {
            for (key, value) in pairs {
                texts(key, search);
                texts(value, search);
            }
        }
        _ => {}
    }
}
