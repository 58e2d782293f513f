//! The only source of randomness and of new ids.

use std::sync::Mutex;

use chrono::{DateTime, Utc};
use ring::rand::{SecureRandom, SystemRandom};
use uuid::{Builder, Uuid};

use crate::clock::Clock;

/// Fills bytes with randomness. Passed in, so that tests can repeat themselves.
pub trait Rng: Send + Sync {
    /// Fills the whole slice.
    fn fill(&self, bytes: &mut [u8]);
}

/// The operating system's generator.
#[derive(Debug)]
pub struct SystemRng(SystemRandom);

impl Default for SystemRng {
    fn default() -> Self {
        Self(SystemRandom::new())
    }
}

impl Rng for SystemRng {
    fn fill(&self, bytes: &mut [u8]) {
        // Without randomness no secret may be made: stopping is the only safe answer.
        assert!(
            self.0.fill(bytes).is_ok(),
            "the operating system gave no randomness"
        );
    }
}

/// A repeatable generator for tests: SHA-256 of seed and counter.
#[derive(Debug)]
pub struct SeededRng {
    seed: u64,
    counter: Mutex<u64>,
}

impl SeededRng {
    /// A generator whose output depends on the seed only.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self {
            seed,
            counter: Mutex::new(0),
        }
    }
}

impl Rng for SeededRng {
    fn fill(&self, bytes: &mut [u8]) {
        let mut counter = self
            .counter
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        for chunk in bytes.chunks_mut(32) {
            *counter += 1;
            let mut input = [0_u8; 16];
            input[..8].copy_from_slice(&self.seed.to_be_bytes());
            input[8..].copy_from_slice(&counter.to_be_bytes());
            let digest = ring::digest::digest(&ring::digest::SHA256, &input);
            for (to, from) in chunk.iter_mut().zip(digest.as_ref()) {
                *to = *from;
            }
        }
    }
}

/// `N` random bytes.
#[must_use]
pub fn random_bytes<const N: usize>(rng: &dyn Rng) -> [u8; N] {
    let mut bytes = [0_u8; N];
    rng.fill(&mut bytes);
    bytes
}

/// A new id: `UUIDv7`, so that ids made later sort later.
#[must_use]
pub fn new_id(clock: &dyn Clock, rng: &dyn Rng) -> Uuid {
    let millis = u64::try_from(clock.now().timestamp_millis()).unwrap_or_default();
    Builder::from_unix_timestamp_millis(millis, &random_bytes::<10>(rng)).into_uuid()
}

/// The greatest id that can have been made by this instant, to the millisecond.
#[must_use]
pub fn last_id_by(at: DateTime<Utc>) -> Uuid {
    let millis = u64::try_from(at.timestamp_millis()).unwrap_or_default();
    Builder::from_unix_timestamp_millis(millis, &[u8::MAX; 10]).into_uuid()
}

/// A random id that carries no time (`UUIDv4`): lease tokens, audit pids.
#[must_use]
pub fn random_id(rng: &dyn Rng) -> Uuid {
    Builder::from_random_bytes(random_bytes::<16>(rng)).into_uuid()
}
