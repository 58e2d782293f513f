//! One field for each thing that the edge must handle.

#![expect(clippy::unused_async, reason = "resolvers are async, whatever they do")]

use std::time::Duration;

use async_graphql::{Context, Object, Schema, SimpleObject, Subscription};
use futures_util::stream::{self, Stream, StreamExt};
use xorb_domain::AppError;
use xorb_domain::paging::{Keyset, Slice};

use crate::caller::Caller;
use crate::execute::OperationFacts;
use crate::graphql::Nullable;
use crate::graphql::connection::{Connection, Listing};
use crate::graphql::scalars::EmailAddress;

pub struct Query;
pub struct Mutation;
pub struct Subscriptions;

/// What `TestCallers` attach.
pub struct Name(pub String);

#[derive(SimpleObject, Clone, Debug)]
struct Thing {
    id: i64,
    parts: Vec<Part>,
}

impl From<i64> for Thing {
    fn from(id: i64) -> Self {
        let name = format!("part of {id}");
        Self {
            id,
            parts: vec![Part { name }],
        }
    }
}

#[derive(SimpleObject, Clone, Debug)]
struct Part {
    name: String,
}

#[Object]
impl Query {
    async fn hello(&self, name: Option<String>) -> String {
        format!("hello {}", name.unwrap_or_default())
    }

    async fn numbers(&self, #[graphql(default)] list: Vec<i32>, upto: Option<i32>) -> Vec<i32> {
        list.into_iter()
            .filter(|number| upto.is_none_or(|upto| *number <= upto))
            .collect()
    }

    async fn mail(&self, to: EmailAddress) -> EmailAddress {
        to
    }

    async fn viewer(&self, ctx: &Context<'_>) -> Option<String> {
        ctx.data_opt::<Name>().map(|name| name.0.clone())
    }

    async fn cost(&self, ctx: &Context<'_>) -> Option<i32> {
        ctx.data_opt::<OperationFacts>()
            .and_then(|facts| facts.cost.try_into().ok())
    }

    async fn itself(&self) -> Query {
        Query
    }

    async fn missing(&self) -> Nullable<Thing> {
        Err::<Thing, _>(AppError::NotFound("thing")).into()
    }

    async fn broken(&self) -> Nullable<Thing> {
        Err::<Thing, _>(AppError::internal("secret cause")).into()
    }

    async fn strict(&self) -> Result<i32, AppError> {
        Err(AppError::NotFound("number"))
    }

    async fn panics(&self) -> Option<i32> {
        Some(secret_panic())
    }

    async fn endless(&self) -> Option<i32> {
        std::future::pending().await
    }

    async fn limited(&self) -> Result<Option<i32>, AppError> {
        Err(AppError::RateLimited {
            retry_after: Duration::from_secs(7),
        })
    }

    async fn things(
        &self,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<Connection<Thing>, AppError> {
        let listing = Listing::new(first, after.as_deref(), "things", ())?;
        let start = listing.page().after_seq()?.unwrap_or(0) + 1;
        let end = (start + i64::from(listing.page().first)).min(251);
        let slice = Slice {
            items: (start..end).map(|id| (Keyset::Seq(id), id)).collect(),
            has_next: end <= 250,
        };
        listing.connection(slice, || async { Ok(250) })
    }
}

#[Object]
impl Mutation {
    async fn log_in(&self, ctx: &Context<'_>) -> String {
        ctx.insert_http_header(
            "set-cookie",
            "__Host-xorb_session=good; Path=/; Secure; HttpOnly; SameSite=Strict",
        );
        "in".into()
    }

    async fn change(&self) -> i32 {
        1
    }
}

#[Subscription]
impl Subscriptions {
    async fn ticks(&self, upto: i32) -> impl Stream<Item = i32> {
        stream::iter(1..=upto)
    }

    async fn silence(&self) -> impl Stream<Item = i32> {
        stream::pending()
    }

    async fn flood(&self) -> impl Stream<Item = String> {
        stream::repeat("x".repeat(10_000))
    }

    async fn fails(&self) -> Result<impl Stream<Item = i32>, AppError> {
        Err::<stream::Empty<i32>, _>(AppError::NotFound("scan"))
    }

    async fn panicking(&self) -> impl Stream<Item = i32> {
        stream::iter(1..).map(|number| {
            if number < 3 {
                number
            } else {
                panic!("secret panic")
            }
        })
    }
}

fn secret_panic() -> i32 {
    panic!("secret panic")
}

/// The schema, with the limits that the edge checks itself left open.
pub fn schema() -> Schema<Query, Mutation, Subscriptions> {
    Schema::build(Query, Mutation, Subscriptions).finish()
}

/// Somebody, or nobody.
pub struct Somebody(pub Option<String>);

impl Caller for Somebody {
    fn is_anonymous(&self) -> bool {
        self.0.is_none()
    }

    fn attach(&self, data: &mut async_graphql::Data) {
        if let Some(name) = &self.0 {
            data.insert(Name(name.clone()));
        }
    }
}
