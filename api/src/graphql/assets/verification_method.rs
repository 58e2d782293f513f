//! Where a proof of ownership is put.

use async_graphql::Enum;

/// Where the token that proves ownership is put.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "xorb_entities::assets::VerificationMethod")]
pub enum VerificationMethod {
    /// In a TXT record `_xorb-challenge.{host}`. Not available yet.
    DnsTxt,
    /// In a file that the asset serves: `{address}/.well-known/xorb-challenge.txt`.
    HttpFile,
}
