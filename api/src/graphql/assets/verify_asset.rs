//! `verifyAsset`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::assets::{self, AssetView, VerifyAsset};
use xorb_entities::ids::AssetId;

use super::{Asset, VerificationMethod};
use crate::graphql::{Id, Nullable, ScopeOfContext, UserError, payload};

/// Whose proof to look for, and where.
#[derive(InputObject)]
pub struct VerifyAssetInput {
    /// The asset.
    asset_id: Id<AssetId>,
    /// Where the token was put.
    method: VerificationMethod,
}

impl From<VerifyAssetInput> for VerifyAsset {
    fn from(input: VerifyAssetInput) -> Self {
        Self {
            asset_id: input.asset_id.uuid(),
            method: input.method.into(),
        }
    }
}

/// What `verifyAsset` answers.
#[derive(SimpleObject)]
pub struct VerifyAssetPayload {
    /// The asset with its proof; null if the proof was not found.
    asset: Option<Asset>,
    /// Why the proof was not found, and what to do; empty if it was.
    user_errors: Vec<UserError>,
}

payload!(VerifyAssetPayload { asset: AssetView });

#[derive(Default)]
pub struct VerifyAssetMutation;

#[Object]
impl VerifyAssetMutation {
    /// Looks for the proof of ownership now. Needs the permission `assets:manage`.
    async fn verify_asset(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which asset, and where the token is.")] input: VerifyAssetInput,
    ) -> Nullable<VerifyAssetPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let outcome = assets::verify_asset(scope.core(), scope.actor()?, input.into()).await;
            scope.settle(outcome).await
        })
        .await
    }
}
