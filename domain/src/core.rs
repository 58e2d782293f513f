//! The house: what every use case has at hand.

use std::sync::Arc;

use xorb_entities::tenants::signing_key::SigningKeyPurpose;

use crate::crypto::{Keyring, load_signing_keys, write_certificate_keys};
use crate::db::Db;
use crate::events::EventBus;
use crate::identity::{AccessTokens, LogInThrottle, PasswordPool, federation};
use crate::jobs::Queue;
use crate::net::Network;
use crate::rate_limits::{RateLimits, list_rate_limits};
use crate::rng::Rng;
use crate::settings::Settings;
use crate::{AppError, Clock, webhooks};

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
    /// The only way to an Argon2.
    pub passwords: PasswordPool,
    /// Makes and reads access tokens.
    pub access_tokens: AccessTokens,
    /// Slows down who guesses passwords.
    pub log_in_throttle: LogInThrottle,
    /// Limits what callers may do, together with all other processes.
    pub rate_limits: RateLimits,
    /// Announces jobs, hands out work.
    pub queue: Queue,
    /// Wakes subscriptions.
    pub events: EventBus,
    /// The only way to scan targets.
    pub network: Arc<Network>,
    /// The only way to webhook endpoints.
    pub webhook_network: Arc<Network>,
    /// The only way to identity providers.
    pub provider_network: Arc<Network>,
}

impl Core {
    /// Puts the house together around its database. `issuer` names this installation in access tokens: all its processes
    /// must give the same.
    #[must_use]
    pub fn new(settings: Arc<Settings>, issuer: String, db: Db, network: Arc<Network>) -> Self {
        let services = db.services().clone();
        let secret = services.keyring.shared_secret("rate_limits");
        let rate_limits = RateLimits::new(&settings, &secret, services.clock.clone());
        Self {
            rate_limits,
            passwords: PasswordPool::new(
                services.rng.clone(),
                settings.auth.password_wait,
                settings.auth.breached_passwords(),
            ),
            access_tokens: AccessTokens::new(db.clone(), issuer),
            log_in_throttle: LogInThrottle::new(services.clock.clone(), settings.rate_limit.mode),
            provider_network: federation::open_network(&network, &settings.federation),
            webhook_network: webhooks::open_network(&network, &settings.webhooks),
            settings,
            db,
            clock: services.clock,
            rng: services.rng,
            keyring: services.keyring,
            queue: services.queue,
            events: services.events,
            network,
        }
    }

    /// Makes what every installation has: the platform's own tenant, signing keys, the file with their public halves.
    /// Any number of processes may do it, at once and again.
    ///
    /// # Errors
    /// As the database and the file system say; `Internal` if the master key is not the one of this database.
    pub async fn prepare(&self) -> Result<(), AppError> {
        self.ensure_platform_tenant().await?;
        load_signing_keys(&self.db, SigningKeyPurpose::AccessToken).await?;
        list_rate_limits(self).await?;
        self.rate_limits.connect().await;
        write_certificate_keys(&self.db, &self.settings.data_dir).await
    }
}
