//! The log-ins of this process: the house, and what is known of providers.

use std::sync::Arc;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use xorb_domain::identity::RequestInfo;
use xorb_domain::identity::federation::{
    Connection, FederationError, find_connection, record_federation_refusal,
};
use xorb_domain::{AppError, Core};
use xorb_entities::ids::IdentityProviderId;

use super::cache::Cache;
use super::federated_log_ins::{Failure, FederatedLogIns, Finish, Finished, Start, Started};
use super::{finish, log_out, start};

/// Logs people in through their identity providers.
pub struct Oidc {
    pub(super) core: Arc<Core>,
    pub(super) cache: Cache,
}

impl Oidc {
    /// Log-ins of this house.
    #[must_use]
    pub fn new(core: Arc<Core>) -> Self {
        let cache = Cache::default();
        Self { core, cache }
    }

    /// The connection of a path; what can't be one is refused without asking the database.
    pub(super) async fn connection(&self, id: &str) -> Result<Connection, Failure> {
        let id: IdentityProviderId = id.parse().map_err(|_| Failure::Refused)?;
        find_connection(&self.core, id.uuid())
            .await?
            .ok_or(Failure::Refused)
    }

    /// A step's outcome; why it was refused goes into the audit trail and no further.
    pub(super) async fn settle<T>(
        &self,
        request: &RequestInfo,
        connection: &Connection,
        outcome: Result<T, FederationError>,
    ) -> Result<T, Failure> {
        match outcome {
            Ok(value) => Ok(value),
            Err(FederationError::App(error)) => Err(Failure::Broken(error)),
            Err(FederationError::Refused(reason)) => {
                record_federation_refusal(&self.core, request, connection, reason).await?;
                Err(Failure::Refused)
            }
        }
    }

    /// Slows down whoever tries much from one address.
    pub(super) fn admit(&self, request: &RequestInfo) -> Result<(), AppError> {
        self.core.log_in_throttle.admit(request.address, None)
    }
}

impl FederatedLogIns for Oidc {
    fn start<'a>(
        &'a self,
        request: &'a RequestInfo,
        start: Start,
    ) -> BoxFuture<'a, Result<Started, Failure>> {
        start::start(self, request, start).boxed()
    }

    fn finish<'a>(
        &'a self,
        request: &'a RequestInfo,
        finish: Finish,
    ) -> BoxFuture<'a, Result<Finished, Failure>> {
        finish::finish(self, request, finish).boxed()
    }

    fn log_out<'a>(
        &'a self,
        request: &'a RequestInfo,
        connection: &'a str,
        logout_token: &'a str,
    ) -> BoxFuture<'a, Result<(), Failure>> {
        log_out::log_out(self, request, connection, logout_token).boxed()
    }
}
