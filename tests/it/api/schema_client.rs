//! Runs documents on the schema as somebody, without HTTP in between. Errors come as they are published.

use crate::harness::{Tenant, assert_codes_are_known};
use async_graphql::{Executor, Request, Response, Variables};
use futures_util::StreamExt;
use sea_orm::prelude::Uuid;
use serde_json::{Value, json};
use std::sync::Arc;
use xorb_api::errors::publish;
use xorb_api::graphql::{GraphQl, RequestScope};
use xorb_domain::Core;
use xorb_domain::identity::Actor;

pub struct SchemaClient {
    schema: GraphQl,
    core: Arc<Core>,
    actor: Actor,
}

impl SchemaClient {
    pub fn owner(tenant: &Tenant) -> Self {
        Self::new(tenant, tenant.owner.clone())
    }

    pub fn new(tenant: &Tenant, actor: Actor) -> Self {
        Self {
            schema: GraphQl::new(),
            core: Arc::clone(&tenant.core),
            actor,
        }
    }

    /// The answer of a query or mutation, or the first one of a subscription: `{ "data": …, "errors": … }`.
    pub async fn run(&self, document: &str, variables: Value) -> Value {
        let mut answers = self.follow(document, variables);
        answers.next().await.unwrap()
    }

    /// The answers of a subscription.
    pub fn follow(
        &self,
        document: &str,
        variables: Value,
    ) -> futures_util::stream::BoxStream<'static, Value> {
        let scope = RequestScope::of_actor(Arc::clone(&self.core), self.actor.clone());
        let request = Request::new(document)
            .variables(Variables::from_json(variables))
            .data(Arc::new(scope));
        self.schema
            .execute_stream(request, None)
            .map(published)
            .boxed()
    }

    /// The data of an answer without errors.
    pub async fn data(&self, document: &str, variables: Value) -> Value {
        let mut answer = self.run(document, variables).await;
        assert_eq!(answer["errors"], json!([]), "{document}");
        answer["data"].take()
    }
}

fn published(response: Response) -> Value {
    let data = response.data.into_json().unwrap();
    let errors = publish(response.errors, Uuid::nil()).errors;
    let answer = json!({ "data": data, "errors": errors });
    assert_codes_are_known(&answer);
    answer
}

/// The codes of an answer's errors.
pub fn codes(answer: &Value) -> Vec<&str> {
    let errors = answer["errors"].as_array().unwrap();
    errors
        .iter()
        .map(|error| error["extensions"]["code"].as_str().unwrap())
        .collect()
}
