//! An asset, as clients see it.

use async_graphql::{Context, Description, ID, Object};
use xorb_domain::assets::AssetView;
use xorb_entities::ids::AssetId;

use super::{AssetKind, FindingCountsOfAsset, Verification};
use crate::graphql::findings::SeverityCount;
use crate::graphql::scalars::DateTime;
use crate::graphql::{Nullable, load_list};

/// Something you want tested. Nothing reaches it before you have proven that it is yours.
#[derive(Description)]
pub struct Asset(AssetView);

impl From<AssetView> for Asset {
    fn from(view: AssetView) -> Self {
        Self(view)
    }
}

#[Object(use_type_description)]
impl Asset {
    /// The asset's id, `asset_…`.
    pub(crate) async fn id(&self) -> ID {
        AssetId::from(self.0.id).into()
    }

    /// What people call it.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// What its address means.
    async fn kind(&self) -> AssetKind {
        self.0.kind.into()
    }

    /// Where it is, in canonical form.
    async fn address(&self) -> &str {
        &self.0.address
    }

    /// Grows with each change: give it as `expectedVersion` to change only what you have seen.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// When it was registered.
    async fn created_at(&self) -> DateTime {
        self.0.created_at.into()
    }

    /// When it was deleted. Lists don't show deleted assets; scans and findings still lead to them.
    async fn deleted_at(&self) -> Option<DateTime> {
        self.0.deleted_at.map(DateTime)
    }

    /// The proof of ownership.
    async fn verification(&self) -> Verification {
        self.0.verification.clone().into()
    }

    /// How many findings the asset has that are not settled, by severity, from the worst down.
    async fn finding_counts(&self, ctx: &Context<'_>) -> Nullable<Vec<SeverityCount>> {
        load_list(ctx, FindingCountsOfAsset(self.0.id)).await
    }
}
