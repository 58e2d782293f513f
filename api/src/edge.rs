//! The edge's parts, put together once at start and shared by all its threads.

use std::fmt::Write;
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio_util::sync::CancellationToken;
use xorb_domain::Clock;
use xorb_domain::identity::Realm;
use xorb_domain::rate_limits::RateLimits;
use xorb_domain::rng::Rng;
use xorb_domain::settings::Settings;

use crate::caller::Authenticate;
use crate::cost::CostRules;
use crate::execute::Execute;
use crate::gate::GateLimits;
use crate::health::{PublicKeys, Readiness};
use crate::http::{OriginPolicy, TrustedProxies};
use crate::limits::{AddressLimiter, AddressQuota, RunningByLane};
use crate::metrics::EdgeMetrics;
use crate::oidc::FederatedLogIns;
use crate::pages::{Accounts, Enrollments, Impersonations, Intake, Invitations, LogIns};
use crate::trusted_documents::TrustedDocuments;
use crate::ws::OpenSockets;

/// A client that takes longer to read what is queued for its socket is given up.
const READER_PATIENCE: Duration = Duration::from_secs(10);

/// What the edge is given.
pub struct EdgeParts {
    /// The schema.
    pub executor: Arc<dyn Execute>,
    /// The schema's SDL: the cost rules are read from it.
    pub sdl: String,
    /// Who knows callers.
    pub callers: Arc<dyn Authenticate>,
    /// Who knows whether this process can serve.
    pub readiness: Arc<dyn Readiness>,
    /// Who knows the public keys.
    pub keys: Arc<dyn PublicKeys>,
    /// Who lets in who was invited.
    pub invitations: Arc<dyn Invitations>,
    /// Who lets people in and out.
    pub log_ins: Arc<dyn LogIns>,
    /// Who helps people back to their accounts.
    pub accounts: Arc<dyn Accounts>,
    /// Who receives privacy requests.
    pub intake: Arc<dyn Intake>,
    /// Who logs people in through identity providers.
    pub federation: Arc<dyn FederatedLogIns>,
    /// Who gives operators their passkeys.
    pub enrollments: Arc<dyn Enrollments>,
    /// Who lets operators act in somebody's name.
    pub impersonations: Arc<dyn Impersonations>,
    /// Whose listener it is.
    pub realm: Realm,
    /// What callers may spend.
    pub rate_limits: RateLimits,
    /// Documents that are known beforehand.
    pub trusted_documents: TrustedDocuments,
    /// Time, for request ids.
    pub clock: Arc<dyn Clock>,
    /// Randomness, for request ids.
    pub rng: Arc<dyn Rng>,
}

/// Everything a request needs before it reaches a resolver.
pub struct Edge {
    /// Where operations run.
    pub(crate) runtime: Handle,
    pub(crate) executor: Arc<dyn Execute>,
    pub(crate) callers: Arc<dyn Authenticate>,
    pub(crate) readiness: Arc<dyn Readiness>,
    pub(crate) keys: Arc<dyn PublicKeys>,
    pub(crate) invitations: Arc<dyn Invitations>,
    pub(crate) log_ins: Arc<dyn LogIns>,
    pub(crate) accounts: Arc<dyn Accounts>,
    pub(crate) intake: Arc<dyn Intake>,
    pub(crate) federation: Arc<dyn FederatedLogIns>,
    pub(crate) enrollments: Arc<dyn Enrollments>,
    pub(crate) impersonations: Arc<dyn Impersonations>,
    pub(crate) realm: Realm,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) rng: Arc<dyn Rng>,
    pub(crate) costs: CostRules,
    pub(crate) cost_limit: u64,
    pub(crate) gate: GateLimits,
    pub(crate) trusted_documents: TrustedDocuments,
    pub(crate) limiter: AddressLimiter,
    pub(crate) rate_limits: RateLimits,
    pub(crate) running: RunningByLane,
    pub(crate) proxies: TrustedProxies,
    pub(crate) origins: OriginPolicy,
    pub(crate) max_body_bytes: usize,
    pub(crate) deadline: Duration,
    /// Operations that take longer are logged; zero: none.
    pub(crate) slow_operation: Duration,
    pub(crate) anonymous_introspection: bool,
    pub(crate) graphiql: bool,
    pub(crate) max_subscriptions: usize,
    pub(crate) reauthorise_every: Duration,
    pub(crate) reader_patience: Duration,
    pub(crate) sockets: OpenSockets,
    pub(crate) stopping: CancellationToken,
    /// Counts what passes here.
    pub metrics: Arc<EdgeMetrics>,
}

impl Edge {
    /// Puts the edge together. Operations will run in the runtime in which this is called.
    ///
    /// # Errors
    /// If the SDL can't be read: a defect of the schema.
    pub fn new(settings: &Settings, parts: EdgeParts) -> Result<Self, String> {
        Ok(Self {
            runtime: Handle::current(),
            executor: parts.executor,
            callers: parts.callers,
            readiness: parts.readiness,
            keys: parts.keys,
            invitations: parts.invitations,
            log_ins: parts.log_ins,
            accounts: parts.accounts,
            intake: parts.intake,
            federation: parts.federation,
            enrollments: parts.enrollments,
            impersonations: parts.impersonations,
            realm: parts.realm,
            clock: parts.clock,
            rng: parts.rng,
            costs: CostRules::from_sdl(&parts.sdl)?,
            cost_limit: settings.graphql.max_complexity as u64,
            gate: GateLimits::from(&settings.graphql),
            trusted_documents: parts.trusted_documents,
            limiter: AddressLimiter::new(
                settings.rate_limit.mode,
                AddressQuota::from(&settings.rate_limit),
            ),
            rate_limits: parts.rate_limits,
            running: RunningByLane::new(&settings.rate_limit),
            proxies: TrustedProxies(settings.http.trusted_proxies.clone()),
            origins: OriginPolicy::new(settings, parts.realm),
            max_body_bytes: settings.http.max_body_bytes,
            deadline: settings.http.request_timeout,
            slow_operation: settings.telemetry.slow_operation,
            anonymous_introspection: settings.graphql.anonymous_introspection,
            // Its tabs are the main job of tenants.
            graphiql: settings.graphql.graphiql && parts.realm == Realm::Tenants,
            max_subscriptions: settings.graphql.max_subscriptions,
            reauthorise_every: settings.graphql.reauthorise,
            reader_patience: READER_PATIENCE,
            sockets: OpenSockets::default(),
            stopping: CancellationToken::new(),
            metrics: Arc::default(),
        })
    }

    /// Closes all sockets with "going away"; to be called when the process stops.
    pub fn close_sockets(&self) {
        self.stopping.cancel();
    }

    /// Writes the edge's metrics, for the admin listener.
    pub fn write_metrics(&self, out: &mut String) {
        self.metrics
            .write(out, self.sockets.count(), self.limiter.tracked_addresses());
        self.rate_limits.write_metrics(out);
        out.push_str("# TYPE xorb_running_operations gauge\n");
        for (lane, running) in self.running.numbers() {
            let _ = writeln!(out, "xorb_running_operations{{lane=\"{lane}\"}} {running}");
        }
    }
}
