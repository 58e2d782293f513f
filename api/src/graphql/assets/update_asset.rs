//! `updateAsset`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::assets::{self, AssetView, UpdateAsset};
use xorb_entities::ids::AssetId;

use super::Asset;
use crate::graphql::{Id, Nullable, ScopeOfContext, UserError, payload};

/// What to change of an asset. Its address can't be changed: register another asset instead.
#[derive(InputObject)]
pub struct UpdateAssetInput {
    /// The asset.
    asset_id: Id<AssetId>,
    /// What people shall call it.
    name: String,
    /// The `version` you have seen: if the asset has changed since, the answer is `CONFLICT`.
    expected_version: Option<i32>,
}

impl From<UpdateAssetInput> for UpdateAsset {
    fn from(input: UpdateAssetInput) -> Self {
        Self {
            asset_id: input.asset_id.uuid(),
            name: input.name,
            expected_version: input.expected_version,
        }
    }
}

/// What `updateAsset` answers.
#[derive(SimpleObject)]
pub struct UpdateAssetPayload {
    /// The asset as it is now; null if the change was refused.
    asset: Option<Asset>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload!(UpdateAssetPayload { asset: AssetView });

#[derive(Default)]
pub struct UpdateAssetMutation;

#[Object]
impl UpdateAssetMutation {
    /// Changes an asset. Needs the permission `assets:manage`.
    async fn update_asset(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to change.")] input: UpdateAssetInput,
    ) -> Nullable<UpdateAssetPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let outcome = assets::update_asset(scope.core(), scope.actor()?, input.into()).await;
            scope.settle(outcome).await
        })
        .await
    }
}
