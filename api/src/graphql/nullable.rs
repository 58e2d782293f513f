//! A field that may fail. Its error makes this field null, and nothing around it.
//!
//! With `Result<Option<T>, _>` async-graphql passes the error on to the parent and loses what else was asked for; every
//! resolver that calls `xorb-domain` gives a `Nullable` instead.

use std::borrow::Cow;

use async_graphql::parser::types::Field;
use async_graphql::registry::Registry;
use async_graphql::{ContextSelectionSet, Error, OutputType, Positioned, ServerResult, Value};
use xorb_domain::AppError;

/// The value of a nullable field, or why there is none.
#[derive(Debug)]
pub struct Nullable<T>(Result<Option<T>, Error>);

impl<T> Nullable<T> {
    /// Null, without an error.
    #[must_use]
    pub fn none() -> Self {
        Self(Ok(None))
    }

    /// Waits for the work of a resolver: `Nullable::of(async { … }).await`.
    pub async fn of(work: impl Future<Output = Result<T, AppError>>) -> Self {
        work.await.into()
    }
}

impl<T> From<Result<T, AppError>> for Nullable<T> {
    fn from(outcome: Result<T, AppError>) -> Self {
        Self(outcome.map(Some).map_err(Error::from))
    }
}

impl<T> From<Result<Option<T>, AppError>> for Nullable<T> {
    fn from(outcome: Result<Option<T>, AppError>) -> Self {
        Self(outcome.map_err(Error::from))
    }
}

impl<T> From<Result<Option<T>, Error>> for Nullable<T> {
    fn from(outcome: Result<Option<T>, Error>) -> Self {
        Self(outcome)
    }
}

impl<T: OutputType> OutputType for Nullable<T> {
    fn type_name() -> Cow<'static, str> {
        T::type_name()
    }

    fn qualified_type_name() -> String {
        T::type_name().into_owned()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        T::create_type_info(registry);
        T::type_name().into_owned()
    }

    async fn resolve(
        &self,
        ctx: &ContextSelectionSet<'_>,
        field: &Positioned<Field>,
    ) -> ServerResult<Value> {
        let outcome = match &self.0 {
            Ok(Some(value)) => value.resolve(ctx, field).await,
            Ok(None) => Ok(Value::Null),
            Err(error) => Err(ctx.set_error_path(error.clone().into_server_error(field.pos))),
        };
        Ok(outcome.unwrap_or_else(|error| {
            ctx.add_error(error);
            Value::Null
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_graphql::{EmptyMutation, EmptySubscription, Object, Schema, value};

    struct Query;
    struct Inner;

    #[Object]
    impl Query {
        async fn fine(&self) -> Nullable<i32> {
            Ok::<i32, AppError>(1).into()
        }
        async fn none(&self) -> Nullable<i32> {
            Ok::<Option<i32>, AppError>(None).into()
        }
        async fn failed(&self) -> Nullable<i32> {
            Nullable::of(async { Err(AppError::NotFound("number")) }).await
        }
        async fn nested(&self) -> Nullable<Vec<Inner>> {
            Ok::<_, AppError>(vec![Inner, Inner]).into()
        }
    }

    #[Object]
    #[expect(clippy::unused_async, reason = "resolvers are async, whatever they do")]
    impl Inner {
        async fn id(&self) -> i32 {
            7
        }
        async fn failed(&self) -> Nullable<i32> {
            Err::<i32, _>(AppError::NotFound("number")).into()
        }
        async fn strict(&self) -> Result<i32, AppError> {
            Err(AppError::NotFound("number"))
        }
    }

    #[tokio::test]
    async fn a_failed_field_is_null_and_its_siblings_are_there() {
        let schema = Schema::new(Query, EmptyMutation, EmptySubscription);
        let response = schema
            .execute("{ fine none failed nested { id failed } }")
            .await;
        let inner = value!({ "id": 7, "failed": null });
        assert_eq!(
            response.data,
            value!({ "fine": 1, "none": null, "failed": null, "nested": [inner.clone(), inner] })
        );
        assert_eq!(response.errors.len(), 3);
        assert_eq!(
            response.errors.iter().map(|error| error.path.len()).max(),
            Some(3)
        );
    }

    #[tokio::test]
    async fn the_failure_of_what_may_not_be_null_reaches_the_nearest_nullable() {
        let schema = Schema::new(Query, EmptyMutation, EmptySubscription);
        let response = schema.execute("{ fine nested { strict } }").await;
        assert_eq!(response.data, value!({ "fine": 1, "nested": null }));
    }

    #[test]
    fn the_schema_says_that_it_may_be_null() {
        let sdl = Schema::new(Query, EmptyMutation, EmptySubscription).sdl();
        assert!(
            sdl.contains("failed: Int\n") && sdl.contains("nested: [Inner!]\n"),
            "{sdl}"
        );
    }
}
