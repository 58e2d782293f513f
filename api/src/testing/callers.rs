//! Callers by token: `good` is Ann, `away` says that the database is away, everything else is refused.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_graphql::parser::types::OperationType;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use tokio_util::sync::CancellationToken;
use xorb_domain::AppError;
use xorb_domain::identity::RequestInfo;

use super::schema::Somebody;
use crate::caller::{Authenticate, Caller, Credentials};

/// Knows Ann.
#[derive(Default)]
pub struct TestCallers {
    /// Whether re-authorisation refuses.
    pub lost_rights: AtomicBool,
    /// Cancelled: the session is revoked.
    pub revocation: CancellationToken,
}

impl Authenticate for TestCallers {
    fn authenticate<'a>(
        &'a self,
        credentials: &'a Credentials,
        _: &'a RequestInfo,
    ) -> BoxFuture<'a, Result<Arc<dyn Caller>, AppError>> {
        let outcome: Result<Arc<dyn Caller>, AppError> = match credentials {
            Credentials::None => Ok(Arc::new(Somebody(None))),
            Credentials::Bearer(secret) | Credentials::Cookie(secret) => {
                match secret.expose().as_str() {
                    "good" => Ok(Arc::new(Somebody(Some("Ann".into())))),
                    "away" => Err(AppError::unavailable("connection refused")),
                    _ => Err(AppError::Unauthenticated),
                }
            }
        };
        std::future::ready(outcome).boxed()
    }

    fn is_public(&self, _: OperationType, root_field: &str) -> bool {
        root_field != "viewer"
    }

    fn reauthorise<'a>(&'a self, _: &'a Arc<dyn Caller>) -> BoxFuture<'a, Result<(), AppError>> {
        let outcome = if self.lost_rights.load(Ordering::SeqCst) {
            Err(AppError::Unauthenticated)
        } else {
            Ok(())
        };
        std::future::ready(outcome).boxed()
    }

    fn revoked(&self, _: &Arc<dyn Caller>) -> BoxFuture<'static, ()> {
        self.revocation.clone().cancelled_owned().boxed()
    }
}
