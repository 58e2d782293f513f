//! The house: what every use case has at hand.

use std::sync::Arc;

use crate::Clock;
use crate::crypto::Keyring;
use crate::db::Db;
use crate::events::EventBus;
use crate::identity::{AccessTokens, PasswordPool};
use crate::jobs::Queue;
use crate::net::Network;
use crate::rng::Rng;
use crate::settings::Settings;

/// Everything a use case needs, made once at start and shared.
#[derive(Clone)]
pub struct Core {
    /// The effective configuration.
    pub settings: Arc<Settings>,
    /// The truth.
    pub db: Db,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Randomness and ids.
    pub rng: Arc<dyn Rng>,
    /// Keys for what is stored encrypted.
    pub keyring: Keyring,
    /// Argon2, a bounded number at a time.
    pub passwords: PasswordPool,
    /// Signs and verifies access tokens.
    pub access_tokens: AccessTokens,
    /// Announces jobs, hands out work.
    pub queue: Queue,
    /// Wakes subscriptions.
    pub events: EventBus,
    /// The only way to scan targets.
    pub network: Arc<Network>,
}
