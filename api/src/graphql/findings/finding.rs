//! A finding, as clients see it.

use async_graphql::{Context, Description, ID, Object};
use xorb_domain::findings::FindingView;
use xorb_entities::ids::{AssetId, FindingId, ScanId};

use super::{FindingState, Severity};
use crate::graphql::assets::Asset;
use crate::graphql::scalars::DateTime;
use crate::graphql::scans::Scan;
use crate::graphql::{Nullable, ScopeOfContext, load};

/// A weakness of an asset. However many scans see it, it is one finding.
#[derive(Description)]
pub struct Finding(FindingView);

impl From<FindingView> for Finding {
    fn from(view: FindingView) -> Self {
        Self(view)
    }
}

#[Object(use_type_description)]
impl Finding {
    /// The finding's id, `finding_…`.
    pub(crate) async fn id(&self) -> ID {
        FindingId::from(self.0.id).into()
    }

    /// What it is, in a few words. May quote the target: show it as plain text.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// How bad it is.
    async fn severity(&self) -> Severity {
        self.0.severity.into()
    }

    /// Where it stands.
    async fn state(&self) -> FindingState {
        self.0.state.into()
    }

    /// Its CVSS score from 0 to 10, if it has one.
    async fn cvss_score(&self) -> Option<f64> {
        self.0.cvss_score
    }

    /// What it means.
    async fn description(&self) -> &str {
        &self.0.description
    }

    /// How to mend it.
    async fn remediation(&self) -> &str {
        &self.0.remediation
    }

    /// What the last scan saw. It comes from the target: show it as plain text. Reading it is audited.
    async fn evidence(&self, ctx: &Context<'_>) -> Nullable<&str> {
        Nullable::of(async {
            ctx.scope()?.note_evidence(self.0.id);
            Ok(self.0.evidence.as_str())
        })
        .await
    }

    /// Where it is: an URL, or host and port.
    async fn location(&self) -> &str {
        &self.0.location
    }

    /// The same for the same weakness of the same asset at the same place, in every scan.
    async fn fingerprint(&self) -> &str {
        &self.0.fingerprint
    }

    /// When a scan first saw it.
    async fn first_seen_at(&self) -> DateTime {
        self.0.first_seen_at.into()
    }

    /// When a scan last saw it.
    async fn last_seen_at(&self) -> DateTime {
        self.0.last_seen_at.into()
    }

    /// By when it should be mended, by its severity; null if there is no such time.
    async fn due_at(&self) -> Option<DateTime> {
        self.0.sla_due_at.map(DateTime)
    }

    /// The CVSS vector that the score comes from.
    async fn cvss_vector(&self) -> Option<&str> {
        self.0.cvss_vector.as_deref()
    }

    /// Grows with each change: give it as `expectedVersion` to change only what you have seen.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// Whose weakness it is; the asset may have been deleted since.
    async fn asset(&self, ctx: &Context<'_>) -> Nullable<Asset> {
        load(ctx, AssetId::from(self.0.asset_id)).await
    }

    /// The latest scan that saw it.
    async fn scan(&self, ctx: &Context<'_>) -> Nullable<Scan> {
        load(ctx, ScanId::from(self.0.scan_id)).await
    }
}
