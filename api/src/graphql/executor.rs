//! Runs operations on the schema, and ends each of them: no answer leaves before the audit of what it shows is written.

use std::any::TypeId;
use std::sync::Arc;

use async_graphql::{
    Data, EmptySubscription, Executor, ObjectType, Request, Response, Schema, SubscriptionType,
};
use futures_util::StreamExt;
use futures_util::stream::BoxStream;

use super::RequestScope;
use super::operators::{OperatorsMutation, OperatorsQuery, operators_schema};
use super::schema::{Mutation, Query, Subscription, schema};
use crate::errors::into_server_error;

/// A schema, ready to run operations. Cheap to clone.
pub struct GraphQl<Q = Query, M = Mutation, S = Subscription>(Schema<Q, M, S>);

impl GraphQl {
    /// Builds the schema.
    #[must_use]
    pub fn new() -> Self {
        Self(schema())
    }
}

impl GraphQl<OperatorsQuery, OperatorsMutation, EmptySubscription> {
    /// Builds the operators' schema.
    #[must_use]
    pub fn of_operators() -> Self {
        Self(operators_schema())
    }
}

impl<Q, M, S> Clone for GraphQl<Q, M, S> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl Default for GraphQl {
    fn default() -> Self {
        Self::new()
    }
}

impl<Q, M, S> Executor for GraphQl<Q, M, S>
where
    Q: ObjectType + Unpin + 'static,
    M: ObjectType + Unpin + 'static,
    S: SubscriptionType + Unpin + 'static,
{
    async fn execute(&self, request: Request) -> Response {
        let scope = scope_of(&request.data);
        let response = self.0.execute(request).await;
        finish(scope, response).await
    }

    fn execute_stream(
        &self,
        request: Request,
        data: Option<Arc<Data>>,
    ) -> BoxStream<'static, Response> {
        let scope = scope_of(&request.data);
        let responses = Executor::execute_stream(&self.0, request, data);
        responses
            .then(move |response| finish(scope.clone(), response))
            .boxed()
    }
}

fn scope_of(data: &Data) -> Option<Arc<RequestScope>> {
    let scope = data.get(&TypeId::of::<Arc<RequestScope>>())?;
    scope.downcast_ref::<Arc<RequestScope>>().cloned()
}

/// The response, if the end of the operation could be written.
async fn finish(scope: Option<Arc<RequestScope>>, response: Response) -> Response {
    let Some(scope) = scope else { return response };
    match scope.finish().await {
        Ok(()) => response,
        Err(error) => Response::from_errors(vec![into_server_error(error, None)]),
    }
}
