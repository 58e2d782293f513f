//! `scan` and `scans`.

use async_graphql::{Context, Object};
use xorb_domain::scans;
use xorb_entities::ids::ScanId;

use super::{Scan, ScanFilter};
use crate::graphql::connection::{Connection, Listing};
use crate::graphql::{Id, Nullable, ScopeOfContext};

#[derive(Default)]
pub struct ScansQuery;

#[Object]
impl ScansQuery {
    /// One scan. Needs the permission `scans:read`.
    async fn scan(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The scan's id, `scan_…`.")] id: Id<ScanId>,
    ) -> Nullable<Scan> {
        Nullable::of(async {
            let scan = scans::scan(ctx.scope()?.reads()?, id.uuid()).await?;
            Ok(scan.into())
        })
        .await
    }

    /// The tenant's scans, newest first. Needs the permission `scans:read`.
    async fn scans(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many to give, at most 100.", default = 20)] first: Option<i32>,
        #[graphql(desc = "Continue behind this cursor.")] after: Option<String>,
        #[graphql(desc = "Which scans; all if left out.")] filter: Option<ScanFilter>,
    ) -> Nullable<Connection<Scan>> {
        Nullable::of(async {
            let listing = Listing::new(first, after.as_deref(), "scans", &filter)?;
            let filter: scans::ScanFilter = filter.unwrap_or_default().into();
            let reads = ctx.scope()?.reads()?.clone();
            let slice = scans::scans(&reads, &filter, listing.page()).await?;
            listing.connection(slice, move || {
                let (reads, filter) = (reads.clone(), filter.clone());
                async move { scans::count_scans(&reads, &filter).await }
            })
        })
        .await
    }
}
