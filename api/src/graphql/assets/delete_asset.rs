//! `deleteAsset`.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use xorb_domain::assets::{self, DeleteAsset};
use xorb_entities::ids::AssetId;

use crate::graphql::{Id, Nullable, ScopeOfContext, UserError, payload};

/// What to delete.
#[derive(InputObject)]
pub struct DeleteAssetInput {
    /// The asset.
    asset_id: Id<AssetId>,
}

impl From<DeleteAssetInput> for DeleteAsset {
    fn from(input: DeleteAssetInput) -> Self {
        Self {
            asset_id: input.asset_id.uuid(),
        }
    }
}

/// What `deleteAsset` answers.
#[derive(SimpleObject)]
pub struct DeleteAssetPayload {
    /// The id of the asset that is gone; null if it was refused.
    deleted_asset_id: Option<ID>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload!(DeleteAssetPayload {
    deleted_asset_id: AssetId
});

#[derive(Default)]
pub struct DeleteAssetMutation;

#[Object]
impl DeleteAssetMutation {
    /// Deletes an asset: it can't be scanned any more. Its scans and findings stay readable. Needs the permission
    /// `assets:manage`.
    async fn delete_asset(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to delete.")] input: DeleteAssetInput,
    ) -> Nullable<DeleteAssetPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let outcome = assets::delete_asset(scope.core(), scope.actor()?, input.into()).await;
            scope.settle(outcome.map(AssetId::from)).await
        })
        .await
    }
}
