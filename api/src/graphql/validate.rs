//! Validation of a document against the schema, without running anything.

use std::sync::{Arc, LazyLock};

use async_graphql::extensions::{Extension, ExtensionContext, ExtensionFactory, NextValidation};
use async_graphql::{Request, Schema, ServerError, ValidationResult, async_trait};
use futures_util::FutureExt;

use super::schema::{Mutation, Query, Subscription};

/// The error with which a valid document stops before it runs.
const VALID: &str = "valid";

static SCHEMA: LazyLock<Schema<Query, Mutation, Subscription>> = LazyLock::new(|| {
    let schema = Schema::build(
        Query::default(),
        Mutation::default(),
        Subscription::default(),
    );
    schema.extension(StopWhenValid).finish()
});

/// Whether the document is valid; `operation_name` if it has several operations. Its text must have passed the gate.
///
/// # Errors
/// What is wrong with it.
pub fn validate(document: &str, operation_name: Option<&str>) -> Result<(), String> {
    let mut request = Request::new(document);
    request.operation_name = operation_name.map(ToOwned::to_owned);
    let response = SCHEMA
        .execute(request)
        .now_or_never()
        .ok_or("the validation waits for something")?;
    let faults = response.errors.into_iter().map(|error| error.message);
    let faults: Vec<_> = faults.filter(|fault| fault != VALID).take(5).collect();
    if faults.is_empty() {
        return Ok(());
    }
    Err(faults.join("; "))
}

struct StopWhenValid;

impl ExtensionFactory for StopWhenValid {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Self)
    }
}

#[async_trait::async_trait]
impl Extension for StopWhenValid {
    async fn validation(
        &self,
        ctx: &ExtensionContext<'_>,
        next: NextValidation<'_>,
    ) -> Result<ValidationResult, Vec<ServerError>> {
        next.run(ctx).await?;
        Err(vec![ServerError::new(VALID, None)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_of_the_schema_is_valid_and_another_is_told_why_not() {
        assert_eq!(validate("{ viewer { permissions } }", None), Ok(()));
        let subscription = "subscription($id: ID!) { jobUpdated(jobId: $id) { id } }";
        assert_eq!(validate(subscription, None), Ok(()));
        let fault = validate("{ viewer { telephone } }", None).unwrap_err();
        assert!(fault.contains("telephone"), "{fault}");
    }

    #[test]
    fn one_of_several_operations_is_enough_to_look_at_all() {
        let fault = validate(
            "query A { viewer { permissions } } query B { nothing }",
            Some("A"),
        );
        assert!(fault.unwrap_err().contains("nothing"));
    }
}
