//! The schema, seen from the edge: its types don't matter here.

use async_graphql::{Executor, Request, Response};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use futures_util::stream::BoxStream;

/// The answers of a subscription.
pub type ResponseStream = BoxStream<'static, Response>;

/// Runs operations. Every async-graphql schema does.
pub trait Execute: Send + Sync + 'static {
    /// Runs a query or mutation.
    fn execute(&self, request: Request) -> BoxFuture<'_, Response>;

    /// Starts a subscription.
    fn subscribe(&self, request: Request) -> ResponseStream;
}

impl<E: Executor> Execute for E {
    fn execute(&self, request: Request) -> BoxFuture<'_, Response> {
        Executor::execute(self, request).boxed()
    }

    fn subscribe(&self, request: Request) -> ResponseStream {
        self.execute_stream(request, None)
    }
}
