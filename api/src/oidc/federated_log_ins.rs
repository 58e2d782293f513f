//! What the routes ask of whoever knows identity providers. Whatever goes wrong, they learn nothing about why.

use futures_util::future::BoxFuture;
use xorb_domain::AppError;
use xorb_domain::identity::RequestInfo;
use xorb_domain::identity::federation::Completed;
use xorb_domain::secret::Secret;
use xorb_entities::identity::SessionDelivery;

/// A browser that wants to log in.
#[derive(Debug)]
pub struct Start {
    /// The connection's id, as the path has it.
    pub connection: String,
    /// The mark that the browser has already.
    pub browser: Option<Secret<String>>,
    pub delivery: SessionDelivery,
    /// Where to go afterwards; checked by the route.
    pub return_to: Option<String>,
    pub challenge: Option<String>,
    pub ticket: Option<Secret<String>>,
    pub invitation: Option<Secret<String>>,
}

/// Where the browser goes, and its mark.
#[derive(Debug)]
pub struct Started {
    pub location: String,
    pub browser: Secret<String>,
}

/// A browser that comes back.
#[derive(Debug)]
pub struct Finish {
    pub connection: String,
    /// The query, as it came.
    pub query: String,
    pub browser: Option<Secret<String>>,
    pub session_cookie: Option<Secret<String>>,
}

/// What came of it, and where the browser goes.
#[derive(Debug)]
pub struct Finished {
    pub completed: Completed,
    pub return_to: Option<String>,
}

/// Why it did not work.
#[derive(Debug)]
pub enum Failure {
    /// The reason is in the audit trail.
    Refused,
    /// Too many, or something is broken here.
    Broken(AppError),
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        Self::Broken(error)
    }
}

/// Logs people in through their identity providers.
pub trait FederatedLogIns: Send + Sync + 'static {
    /// Begins a log-in.
    ///
    /// # Errors
    /// As [`Failure`] says.
    fn start<'a>(
        &'a self,
        request: &'a RequestInfo,
        start: Start,
    ) -> BoxFuture<'a, Result<Started, Failure>>;

    /// Ends a log-in.
    ///
    /// # Errors
    /// As [`Failure`] says.
    fn finish<'a>(
        &'a self,
        request: &'a RequestInfo,
        finish: Finish,
    ) -> BoxFuture<'a, Result<Finished, Failure>>;

    /// A provider tells that somebody has logged out there.
    ///
    /// # Errors
    /// As [`Failure`] says.
    fn log_out<'a>(
        &'a self,
        request: &'a RequestInfo,
        connection: &'a str,
        logout_token: &'a str,
    ) -> BoxFuture<'a, Result<(), Failure>>;
}
