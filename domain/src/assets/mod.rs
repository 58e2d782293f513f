//! Assets: what a tenant wants tested, and the proof that it may be.
//!
//! Nothing is scanned without a proof of ownership that is valid now; `queries::find_proven` is the one place that decides it.

mod asset;
mod asset_finding_counts;
mod asset_name;
#[expect(
    clippy::module_inception,
    reason = "file, function and field share a name"
)]
mod assets;
mod create_asset;
mod delete_asset;
mod ownership;
pub(crate) mod queries;
mod target;
mod update_asset;
mod verify_asset;
mod view;

pub use asset::{asset, load_assets};
pub use asset_finding_counts::asset_finding_counts;
pub use assets::{assets, count_assets};
pub use create_asset::{CreateAsset, create_asset};
pub use delete_asset::{DeleteAsset, delete_asset};
pub(crate) use ownership::{after_attempt, is_proven};
pub(crate) use target::of_asset as target_of;
pub use update_asset::{UpdateAsset, update_asset};
pub use verify_asset::{VerifyAsset, verify_asset};
pub use view::{AssetView, VerificationView};
