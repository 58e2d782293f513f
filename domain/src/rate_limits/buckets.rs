//! The shared tier: where the buckets are. In Redis for all replicas, or in this process when embedded.

use futures_util::future::BoxFuture;

use super::gcra::{Ask, Leased};

/// The buckets can't be reached now; the caller decides by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Away;

/// Buckets that all processes share.
pub trait Buckets: Send + Sync + 'static {
    /// Asks all limits of a request in one round trip, all or nothing.
    fn lease<'a>(&'a self, asks: &'a [Ask]) -> BoxFuture<'a, Result<Leased, Away>>;

    /// Grows each time the buckets may have been lost: what was leased before is void then.
    fn epoch(&self) -> u64;
}
