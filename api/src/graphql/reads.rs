//! The loader behind nested fields: one batch for all objects of a level, inside the operation's read transaction.
//!
//! Each kind of key has its `impl Loader` beside its type. There is one loader a request, so what one caller reads never
//! reaches another.

use std::hash::Hash;
use std::sync::Arc;
use std::time::Duration;

use async_graphql::Context;
use async_graphql::dataloader::{DataLoader, Loader};
use async_graphql::runtime::{Timer, TokioSpawner};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use xorb_domain::AppError;
use xorb_domain::db::ReadSession;

use super::{Nullable, ScopeOfContext};

/// Loads by key through a read session.
pub struct Reads(pub Arc<ReadSession>);

impl Reads {
    /// A loader without delay and without a cache: what a mutation changed is read anew.
    pub fn loader(session: Arc<ReadSession>) -> DataLoader<Self> {
        DataLoader::new(Self(session), TokioSpawner::current(), NextTurn).delay(Duration::ZERO)
    }
}

/// "Delays" until the resolvers that are ready have asked for their keys.
struct NextTurn;

impl Timer for NextTurn {
    fn delay(&self, _: Duration) -> BoxFuture<'static, ()> {
        tokio::task::yield_now().boxed()
    }
}

/// The nested object with this key, or null if there is none.
pub async fn load<K, V, T>(ctx: &Context<'_>, key: K) -> Nullable<T>
where
    K: Send + Sync + Hash + Eq + Clone + 'static,
    Reads: Loader<K, Value = V, Error = Arc<AppError>>,
    T: From<V>,
{
    let found = load_value(ctx, key).await;
    found.map(|found| found.map(T::from)).into()
}

/// The nested list with this key; empty if there is none.
pub async fn load_list<K, V, T>(ctx: &Context<'_>, key: K) -> Nullable<Vec<T>>
where
    K: Send + Sync + Hash + Eq + Clone + 'static,
    Reads: Loader<K, Value = Vec<V>, Error = Arc<AppError>>,
    T: From<V>,
{
    let found = load_value(ctx, key).await;
    let items = |found: Option<Vec<V>>| found.into_iter().flatten().map(T::from).collect();
    found.map(|found| Some(items(found))).into()
}

async fn load_value<K, V>(ctx: &Context<'_>, key: K) -> async_graphql::Result<Option<V>>
where
    K: Send + Sync + Hash + Eq + Clone + 'static,
    Reads: Loader<K, Value = V, Error = Arc<AppError>>,
{
    let found = ctx.scope()?.loader()?.load_one(key).await;
    found.map_err(of_batch)
}

/// The error of a batch, for one of its fields.
fn of_batch(error: Arc<AppError>) -> async_graphql::Error {
    async_graphql::Error {
        message: error.to_string(),
        source: Some(error),
        extensions: None,
    }
}
