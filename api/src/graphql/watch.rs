//! What a subscription sends: what is now, then what it becomes, until it will not change any more.
//!
//! Events only say that something changed, and may be lost: the row is read from the database, and looked at again now
//! and then without any event. Each reading has a read transaction of its own.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::select_all;
use futures_util::{FutureExt, Stream, stream};
use xorb_domain::AppError;
use xorb_domain::db::ReadSession;
use xorb_domain::events::{Listener, Topic};

use super::RequestScope;

/// How long to wait before looking without an event while events of other processes can't be heard.
const LOOK_AGAIN_WHEN_DEAF: Duration = Duration::from_secs(3);

/// What is followed.
pub struct Watch<T, R> {
    scope: Arc<RequestScope>,
    listeners: Vec<Listener>,
    read: R,
    is_last: fn(&T) -> bool,
    shown: Option<T>,
}

/// Follows what `read` gives, whenever one of `topics` changes, until `is_last` says so.
///
/// # Errors
/// `Unauthenticated` for nobody.
pub fn watch<T, R, F>(
    scope: Arc<RequestScope>,
    topics: impl IntoIterator<Item = Topic>,
    read: R,
    is_last: fn(&T) -> bool,
) -> Result<impl Stream<Item = Result<T, AppError>>, AppError>
where
    T: Clone + PartialEq + Send,
    R: Fn(Arc<ReadSession>) -> F + Send,
    F: Future<Output = Result<T, AppError>> + Send,
{
    let tenant_id = scope.actor()?.scope.tenant_id();
    let events = &scope.core().events;
    let listeners = topics
        .into_iter()
        .map(|topic| events.listen(tenant_id, topic))
        .collect();
    let watch = Watch {
        scope,
        listeners,
        read,
        is_last,
        shown: None,
    };
    Ok(stream::unfold(Some(watch), |watch| async move {
        let mut watch = watch?;
        let next = watch.next().await;
        let goes_on = matches!(&next, Ok(value) if !(watch.is_last)(value));
        Some((next, goes_on.then_some(watch)))
    }))
}

impl<T, R, F> Watch<T, R>
where
    T: Clone + PartialEq + Send,
    R: Fn(Arc<ReadSession>) -> F + Send,
    F: Future<Output = Result<T, AppError>> + Send,
{
    /// The next thing to send. Readings that fail because a part is away are made again.
    async fn next(&mut self) -> Result<T, AppError> {
        loop {
            let is_first = self.shown.is_none();
            // Before waiting: who is idle holds no connection to the database.
            self.scope.reset().await;
            let is_told = !is_first && self.changed().await;
            let value = match (self.read)(self.scope.reads()?.clone()).await {
                Err(AppError::Unavailable { .. }) if !is_first => continue,
                result => result?,
            };
            if is_told || self.shown.as_ref() != Some(&value) {
                self.shown = Some(value.clone());
                return Ok(value);
            }
        }
    }

    /// Waits for an event, but not long; says whether there was one.
    async fn changed(&mut self) -> bool {
        let core = self.scope.core();
        let look_again = core.settings.graphql.look_again;
        let patience = if core.events.is_deaf() {
            look_again.min(LOOK_AGAIN_WHEN_DEAF)
        } else {
            look_again
        };
        let events = self
            .listeners
            .iter_mut()
            .map(|listener| listener.changed().boxed());
        let first = tokio::time::timeout(patience, select_all(events)).await;
        first.is_ok()
    }
}
