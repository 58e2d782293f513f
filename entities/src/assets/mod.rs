//! What may be scanned, and the proof that it may.

pub mod asset;
pub mod asset_verification;

pub use asset::AssetKind;
pub use asset_verification::{VerificationMethod, VerificationState};
