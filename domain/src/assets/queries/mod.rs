//! The tables `assets` and `asset_verifications`.

mod assets;
mod verifications;

pub(crate) use assets::{
    count_assets, find_asset, find_assets_with_deleted, find_with_verification, insert_asset,
    list_assets, lock_asset, mark_asset_deleted, rename_asset,
};
pub(crate) use verifications::{current_verifications, insert_verification, update_verification};
