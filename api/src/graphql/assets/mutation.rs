//! All mutations about assets.

use async_graphql::MergedObject;

use super::create_asset::CreateAssetMutation;
use super::delete_asset::DeleteAssetMutation;
use super::update_asset::UpdateAssetMutation;
use super::verify_asset::VerifyAssetMutation;

#[derive(Default, MergedObject)]
pub struct AssetsMutation(
    CreateAssetMutation,
    VerifyAssetMutation,
    UpdateAssetMutation,
    DeleteAssetMutation,
);
