//! `asset` and `assets`.

use async_graphql::{Context, Object};
use xorb_domain::assets;
use xorb_entities::ids::AssetId;

use super::Asset;
use crate::graphql::connection::{Connection, Listing};
use crate::graphql::{Id, Nullable, ScopeOfContext};

#[derive(Default)]
pub struct AssetsQuery;

#[Object]
impl AssetsQuery {
    /// One asset. Needs the permission `assets:read`.
    async fn asset(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The asset's id, `asset_…`.")] id: Id<AssetId>,
    ) -> Nullable<Asset> {
        Nullable::of(async {
            let asset = assets::asset(ctx.scope()?.reads()?, id.uuid()).await?;
            Ok(asset.into())
        })
        .await
    }

    /// The tenant's assets, newest first, without deleted ones. Needs the permission `assets:read`.
    async fn assets(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many to give, at most 100.", default = 20)] first: Option<i32>,
        #[graphql(desc = "Continue behind this cursor.")] after: Option<String>,
    ) -> Nullable<Connection<Asset>> {
        Nullable::of(async {
            let listing = Listing::new(first, after.as_deref(), "assets", ())?;
            let reads = ctx.scope()?.reads()?.clone();
            let slice = assets::assets(&reads, listing.page()).await?;
            listing.connection(slice, move || {
                let reads = reads.clone();
                async move { assets::count_assets(&reads).await }
            })
        })
        .await
    }
}
