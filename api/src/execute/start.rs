//! Starts an operation whose answers come one after the other: what sockets and event streams share.

use actix_web::web;
use async_graphql::ServerError;
use async_graphql::parser::types::OperationType;
use futures_util::stream::{self, LocalBoxStream, StreamExt};
use xorb_domain::identity::RequestInfo;

use super::{Answer, Operation, Prepared, prepare, run_within_limits, subscribe_within_limits};
use crate::caller::Caller;
use crate::edge::Edge;
use crate::errors::into_server_error;
use crate::limits::Decision;

/// The answers of an operation: of a subscription all, of a query or mutation the one. Dropping them ends it.
///
/// # Errors
/// As [`prepare`], and `Unavailable` for load.
pub(crate) fn start(
    edge: &web::Data<Edge>,
    operation: Operation,
    caller: &dyn Caller,
    info: &RequestInfo,
    decision: Option<Decision>,
) -> Result<LocalBoxStream<'static, Answer>, ServerError> {
    let is_subscription = operation.kind() == OperationType::Subscription;
    let lane = operation.lane();
    let ready = prepare(edge, operation, caller)?;
    let prepared = Prepared::new(ready, caller, info, decision);
    let edge = edge.clone();
    if is_subscription {
        return Ok(subscribe_within_limits(edge, prepared).boxed_local());
    }
    let refuse = |error| into_server_error(error, None);
    let place = edge.running.enter(lane).map_err(refuse)?;
    let running = async move {
        let _place = place;
        run_within_limits(&edge, prepared).await
    };
    Ok(stream::once(running).boxed_local())
}
