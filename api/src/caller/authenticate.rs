//! The two traits between the edge and identity.

use std::any::Any;
use std::sync::Arc;

use async_graphql::Data;
use async_graphql::parser::types::OperationType;
use futures_util::future::BoxFuture;
use xorb_domain::AppError;
use xorb_domain::identity::{Demand, RequestInfo};
use xorb_domain::rate_limits::Asker;

use super::Credentials;

/// Somebody who calls, known or not.
pub trait Caller: Any + Send + Sync {
    /// Nobody known.
    fn is_anonymous(&self) -> bool;

    /// What its tenant demands and it has not: all it may do is get that.
    fn demand(&self) -> Option<Demand> {
        None
    }

    /// Whether it is an operator in somebody's name.
    fn is_in_somebodys_name(&self) -> bool {
        false
    }

    /// Whose limits count. The address is added by the edge.
    fn asker(&self) -> Asker {
        Asker::default()
    }

    /// Puts what resolvers need (actor, loaders) into the data of one operation.
    fn attach(&self, data: &mut Data);
}

/// Turns credentials into a caller.
pub trait Authenticate: Send + Sync + 'static {
    /// Who comes with these credentials? [`Credentials::None`] gives the anonymous caller.
    ///
    /// # Errors
    /// `Unauthenticated` if they are invalid or have ended.
    fn authenticate<'a>(
        &'a self,
        credentials: &'a Credentials,
        request: &'a RequestInfo,
    ) -> BoxFuture<'a, Result<Arc<dyn Caller>, AppError>>;

    /// The same for the caller of one query, who may read on in the transaction that it took to know them.
    ///
    /// # Errors
    /// As `authenticate`.
    fn authenticate_reader<'a>(
        &'a self,
        credentials: &'a Credentials,
        request: &'a RequestInfo,
    ) -> BoxFuture<'a, Result<Arc<dyn Caller>, AppError>> {
        self.authenticate(credentials, request)
    }

    /// Whether anybody may use this root field. All others are refused to the anonymous caller before anything runs.
    fn is_public(&self, kind: OperationType, root_field: &str) -> bool;

    /// Whether somebody may use this root field of whom this is still demanded.
    fn helps_to_meet(&self, _demand: Demand, _root_field: &str) -> bool {
        true
    }

    /// Whether an operator may use this root field in somebody's name.
    fn is_for_operators(&self, _root_field: &str) -> bool {
        false
    }

    /// Asked each minute while a socket is open: may this caller go on?
    ///
    /// # Errors
    /// `Unauthenticated` or `Forbidden` closes the socket; other errors are forgiven for a while.
    fn reauthorise<'a>(
        &'a self,
        caller: &'a Arc<dyn Caller>,
    ) -> BoxFuture<'a, Result<(), AppError>>;

    /// Ends when the caller's session is revoked, so that its sockets close at once.
    fn revoked(&self, caller: &Arc<dyn Caller>) -> BoxFuture<'static, ()>;
}
