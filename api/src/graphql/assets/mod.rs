//! Assets and the proof that they may be tested.

mod asset;
mod asset_kind;
mod create_asset;
mod delete_asset;
mod load;
mod mutation;
mod query;
mod update_asset;
mod verification;
mod verification_method;
mod verification_state;
mod verify_asset;

pub use asset::Asset;
pub use asset_kind::AssetKind;
pub use load::FindingCountsOfAsset;
pub use mutation::AssetsMutation;
pub use query::AssetsQuery;
pub use verification::Verification;
pub use verification_method::VerificationMethod;
pub use verification_state::VerificationState;
