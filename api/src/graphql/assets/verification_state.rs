//! Where a proof of ownership stands.

use async_graphql::Enum;

/// Where the proof of ownership of an asset stands. Only `VERIFIED` lets a scan start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "xorb_entities::assets::VerificationState")]
pub enum VerificationState {
    /// The token is waiting to be put in its place; call `verifyAsset` when it is.
    Pending,
    /// Ownership is proven.
    Verified,
    /// The place was reached and does not hold the token.
    Failed,
    /// The place could not be reached, which says nothing about ownership.
    Unreachable,
    /// The proof is too old; verify again.
    Expired,
    /// The proof was withdrawn.
    Revoked,
}
