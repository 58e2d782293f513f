//! The keyring: what the master key wraps, and a short memory for tenant keys. Keys of people are never kept.
//!
//! The generation that wraps is the newest that anything was found wrapped by: a newer one in the file waits for a
//! rotation, so that no process wraps with a key that another does not know yet. A generation that is not known is looked
//! for in the file once more. A tenant's key leaves the memory after five minutes, so that one that was destroyed elsewhere
//! does not live on here.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::envelope::{self, Binding};
use super::{DataKey, MasterKey, MasterKeyError, Place, SealError};
use crate::rng::Rng;

const REMEMBERED: TimeDelta = TimeDelta::minutes(5);
const MAX_REMEMBERED: usize = 10_000;

/// Generations of one tenant's key.
pub(super) type TenantKeys = BTreeMap<u32, DataKey>;

/// Wraps and unwraps keys. Cheap to clone.
#[derive(Clone)]
pub struct Keyring(Arc<Inner>);

struct Inner {
    master: RwLock<Arc<MasterKey>>,
    /// The generation that wraps.
    in_use: AtomicU32,
    tenants: RwLock<HashMap<Uuid, Remembered>>,
}

struct Remembered {
    keys: Arc<TenantKeys>,
    until: DateTime<Utc>,
}

/// A key as it is stored: wrapped by a generation of the master key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrappedKey {
    /// Generation of the master key.
    pub master_generation: u32,
    /// The envelope.
    pub bytes: Vec<u8>,
}

impl Keyring {
    /// A keyring around the master key.
    #[must_use]
    pub fn new(master: MasterKey) -> Self {
        Self(Arc::new(Inner {
            in_use: AtomicU32::new(master.first().0),
            master: RwLock::new(Arc::new(master)),
            tenants: RwLock::default(),
        }))
    }

    /// All generations that this process knows.
    pub(super) fn master(&self) -> Arc<MasterKey> {
        let master = self.0.master.read();
        master.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Looks into the file again: another process may have added a generation.
    pub(super) fn read_again(&self) -> Result<Arc<MasterKey>, MasterKeyError> {
        let again = Arc::new(self.master().read_again()?);
        let mut master = self
            .0
            .master
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        *master = again.clone();
        Ok(again)
    }

    /// From now on this process wraps with the newest generation of the file; its number.
    pub(super) fn use_newest(&self) -> Result<u32, MasterKeyError> {
        let newest = self.read_again()?.newest();
        self.0.in_use.fetch_max(newest, Ordering::Relaxed);
        Ok(newest)
    }

    /// The generation that wraps.
    pub(super) fn in_use(&self) -> u32 {
        self.0.in_use.load(Ordering::Relaxed)
    }

    /// A secret for what all processes of the installation must hash alike. It changes with the first generation of the
    /// master key only.
    #[must_use]
    pub fn shared_secret(&self, purpose: &str) -> zeroize::Zeroizing<Vec<u8>> {
        let key = self.master().first().1.derive(purpose);
        zeroize::Zeroizing::new(key.expose().to_vec())
    }

    /// Wraps a key for its row. Rows that belong to no tenant have the nil tenant.
    pub(super) fn wrap(
        &self,
        rng: &dyn Rng,
        place: Place,
        tenant_id: Uuid,
        row_id: Uuid,
        key: &DataKey,
    ) -> Result<WrappedKey, SealError> {
        let (master, master_generation) = (self.master(), self.in_use());
        let wrapping = master
            .generation(master_generation)
            .ok_or(SealError::UnknownGeneration(master_generation))?;
        let binding = Binding {
            place,
            tenant_id,
            row_id,
        };
        let bytes = envelope::seal(rng, wrapping, master_generation, binding, key.expose())?;
        Ok(WrappedKey {
            master_generation,
            bytes,
        })
    }

    /// Unwraps the key of a row.
    pub(super) fn unwrap(
        &self,
        place: Place,
        tenant_id: Uuid,
        row_id: Uuid,
        bytes: &[u8],
    ) -> Result<DataKey, SealError> {
        let generation = envelope::generation(bytes)?;
        let mut master = self.master();
        if master.generation(generation).is_none() {
            master = self.read_again().unwrap_or(master);
        }
        let wrapping = master
            .generation(generation)
            .ok_or(SealError::UnknownGeneration(generation))?;
        let binding = Binding {
            place,
            tenant_id,
            row_id,
        };
        let key = zeroize::Zeroizing::new(envelope::open(wrapping, binding, bytes)?);
        self.0.in_use.fetch_max(generation, Ordering::Relaxed);
        DataKey::from_slice(&key).ok_or(SealError::Malformed)
    }

    pub(super) fn remembered(
        &self,
        tenant_id: Uuid,
        now: DateTime<Utc>,
    ) -> Option<Arc<TenantKeys>> {
        let tenants = self
            .0
            .tenants
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        tenants
            .get(&tenant_id)
            .filter(|remembered| remembered.until > now)
            .map(|remembered| remembered.keys.clone())
    }

    pub(super) fn remember(&self, tenant_id: Uuid, keys: Arc<TenantKeys>, now: DateTime<Utc>) {
        let mut tenants = self
            .0
            .tenants
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        if tenants.len() >= MAX_REMEMBERED {
            tenants.retain(|_, remembered| remembered.until > now);
        }
        if tenants.len() >= MAX_REMEMBERED {
            tenants.clear();
        }
        let until = now + REMEMBERED;
        tenants.insert(tenant_id, Remembered { keys, until });
    }

    /// Forgets a tenant's key at once: after its rotation or destruction in this process.
    pub fn forget(&self, tenant_id: Uuid) {
        let mut tenants = self
            .0
            .tenants
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        tenants.remove(&tenant_id);
    }
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keyring")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::SeededRng;

    const PLACE: Place = Place {
        table: "tenant_keys",
        column: "wrapped_key",
    };

    #[test]
    fn a_wrapped_key_unwraps_with_its_master_and_in_its_row_only() {
        let rng = SeededRng::new(1);
        let keyring = Keyring::new(MasterKey::generate(&rng));
        let (tenant, row) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let key = DataKey::generate(&rng);
        let wrapped = keyring.wrap(&rng, PLACE, tenant, row, &key).unwrap();
        let unwrapped = keyring.unwrap(PLACE, tenant, row, &wrapped.bytes).unwrap();
        assert_eq!(unwrapped.expose(), key.expose());
        let elsewhere = keyring.unwrap(PLACE, Uuid::from_u128(3), row, &wrapped.bytes);
        assert_eq!(elsewhere.unwrap_err(), SealError::Refused);
        let other = Keyring::new(MasterKey::generate(&rng));
        assert!(other.unwrap(PLACE, tenant, row, &wrapped.bytes).is_err());
    }

    #[test]
    fn a_tenant_key_is_forgotten_after_a_while() {
        let rng = SeededRng::new(1);
        let keyring = Keyring::new(MasterKey::generate(&rng));
        let (tenant, now) = (Uuid::from_u128(1), DateTime::UNIX_EPOCH);
        keyring.remember(tenant, Arc::new(TenantKeys::new()), now);
        assert!(keyring.remembered(tenant, now).is_some());
        assert!(
            keyring
                .remembered(tenant, now + TimeDelta::minutes(5))
                .is_none()
        );
        keyring.forget(tenant);
        assert!(keyring.remembered(tenant, now).is_none());
    }
}
