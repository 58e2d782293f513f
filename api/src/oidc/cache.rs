//! What is known of providers: read anew after ten minutes, and for a key that nobody knows at most once a minute. One log-in
//! asks, the others of the same connection wait for its answer.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::Mutex as AsyncMutex;
use uuid::Uuid;
use xorb_domain::Core;
use xorb_domain::identity::federation::{Connection, FederationRefusal};

use super::key_set::KeySet;
use super::metadata::{Metadata, discover};

const FRESH_FOR: TimeDelta = TimeDelta::minutes(10);
const REFETCH_AFTER: TimeDelta = TimeDelta::minutes(1);
/// A provider that does not answer is not asked again by everybody who waits.
const FAILURE_LASTS: TimeDelta = TimeDelta::seconds(2);
/// Connections whose providers are remembered at once.
const MAX_ENTRIES: usize = 2_000;

type Key = (Uuid, i32);

/// The providers that this process knows.
#[derive(Default)]
pub(super) struct Cache(Mutex<HashMap<Key, Arc<AsyncMutex<Slot>>>>);

#[derive(Default)]
struct Slot {
    known: Option<Known>,
    failed: Option<(DateTime<Utc>, FederationRefusal)>,
}

/// A provider and its keys.
#[derive(Clone)]
pub(super) struct Known {
    pub(super) metadata: Arc<Metadata>,
    pub(super) keys: Arc<KeySet>,
    read_at: DateTime<Utc>,
    keys_read_at: DateTime<Utc>,
}

impl Cache {
    /// The provider of a connection, not older than ten minutes.
    pub(super) async fn provider(
        &self,
        core: &Core,
        connection: &Connection,
    ) -> Result<Known, FederationRefusal> {
        let slot = self.slot(connection);
        let mut slot = slot.lock().await;
        let now = core.clock.now();
        if let Some(known) = &slot.known
            && now - known.read_at < FRESH_FOR
        {
            return Ok(known.clone());
        }
        if let Some((at, refusal)) = slot.failed
            && now - at < FAILURE_LASTS
        {
            return Err(refusal);
        }
        match read(core, connection, now).await {
            Ok(known) => {
                slot.failed = None;
                slot.known = Some(known.clone());
                Ok(known)
            }
            Err(refusal) => {
                slot.failed = Some((now, refusal));
                Err(refusal)
            }
        }
    }

    /// Its keys, read anew because one is missing; at most once a minute.
    pub(super) async fn newer_keys(
        &self,
        core: &Core,
        connection: &Connection,
    ) -> Result<Arc<KeySet>, FederationRefusal> {
        let slot = self.slot(connection);
        let mut slot = slot.lock().await;
        let now = core.clock.now();
        let known = slot.known.as_mut().ok_or(FederationRefusal::KeyUnknown)?;
        if now - known.keys_read_at < REFETCH_AFTER && known.keys_read_at != known.read_at {
            return Ok(known.keys.clone());
        }
        // Counted before it is tried: a provider that fails is not asked more often.
        known.keys_read_at = now + TimeDelta::microseconds(1);
        let url = known.metadata.endpoints.key_set.clone();
        let url = url.ok_or(FederationRefusal::KeySetUnreachable)?;
        known.keys = Arc::new(KeySet::fetch(core, &url).await?);
        Ok(known.keys.clone())
    }

    fn slot(&self, connection: &Connection) -> Arc<AsyncMutex<Slot>> {
        let mut slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (connection.id, connection.version);
        if slots.len() >= MAX_ENTRIES && !slots.contains_key(&key) {
            slots.clear();
        }
        slots.entry(key).or_default().clone()
    }
}

/// Asks a provider, past everything that is known.
pub(super) async fn read(
    core: &Core,
    connection: &Connection,
    now: DateTime<Utc>,
) -> Result<Known, FederationRefusal> {
    let metadata = discover(core, connection).await?;
    let url = metadata.endpoints.key_set.clone().unwrap_or_default();
    let keys = KeySet::fetch(core, &url).await?;
    Ok(Known {
        metadata: Arc::new(metadata),
        keys: Arc::new(keys),
        read_at: now,
        keys_read_at: now,
    })
}
