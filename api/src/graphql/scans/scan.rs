//! A scan, as clients see it.

use async_graphql::{Context, Description, ID, Object};
use xorb_domain::failures::failure;
use xorb_domain::findings::{self, FindingFilter, FindingOrder};
use xorb_domain::scans::ScanView;
use xorb_entities::ids::{AssetId, JobId, ScanId};

use super::{FindingCountsOfScan, ScanProfile, ScanState, ScanStep, StepsOfScan};
use crate::graphql::assets::Asset;
use crate::graphql::connection::{Connection, Listing};
use crate::graphql::findings::{Finding, SeverityCount};
use crate::graphql::jobs::Job;
use crate::graphql::scalars::DateTime;
use crate::graphql::{Nullable, ScopeOfContext, load, load_list};

/// One run of a profile against one asset.
#[derive(Description)]
pub struct Scan(ScanView);

impl From<ScanView> for Scan {
    fn from(view: ScanView) -> Self {
        Self(view)
    }
}

#[Object(use_type_description)]
impl Scan {
    /// The scan's id, `scan_…`.
    pub(crate) async fn id(&self) -> ID {
        ScanId::from(self.0.id).into()
    }

    /// Where it stands.
    async fn state(&self) -> ScanState {
        self.0.state.into()
    }

    /// How deep it goes.
    async fn profile(&self) -> ScanProfile {
        self.0.profile.into()
    }

    /// When it was asked for.
    async fn created_at(&self) -> DateTime {
        self.0.created_at.into()
    }

    /// When a worker took it up.
    async fn started_at(&self) -> Option<DateTime> {
        self.0.started_at.map(DateTime)
    }

    /// When it ended, however it did.
    async fn finished_at(&self) -> Option<DateTime> {
        self.0.finished_at.map(DateTime)
    }

    /// Why it failed, as a code of `docs/errors.md`; null if it did not.
    async fn error_code(&self) -> Option<&str> {
        self.0.error_code.as_deref().map(|code| failure(code).code)
    }

    /// What is scanned; it may have been deleted since.
    async fn asset(&self, ctx: &Context<'_>) -> Nullable<Asset> {
        load(ctx, AssetId::from(self.0.asset_id)).await
    }

    /// The job that runs it, with its place in the queue and its progress.
    async fn job(&self, ctx: &Context<'_>) -> Nullable<Job> {
        match self.0.job_id {
            Some(job_id) => load(ctx, JobId::from(job_id)).await,
            None => Nullable::none(),
        }
    }

    /// What each engine did, in order.
    async fn steps(&self, ctx: &Context<'_>) -> Nullable<Vec<ScanStep>> {
        load_list(ctx, StepsOfScan(self.0.id)).await
    }

    /// How many findings this scan saw, by severity, from the worst down.
    async fn finding_counts(&self, ctx: &Context<'_>) -> Nullable<Vec<SeverityCount>> {
        load_list(ctx, FindingCountsOfScan(self.0.id)).await
    }

    /// The findings that this scan saw, the worst first.
    async fn findings(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many to give, at most 100.", default = 20)] first: Option<i32>,
        #[graphql(desc = "Continue behind this cursor.")] after: Option<String>,
    ) -> Nullable<Connection<Finding>> {
        Nullable::of(async {
            let filter = FindingFilter {
                scan_id: Some(self.0.id),
                ..FindingFilter::default()
            };
            let listing = Listing::new(first, after.as_deref(), "findings of scan", self.0.id)?;
            let reads = ctx.scope()?.reads()?.clone();
            let slice =
                findings::findings(&reads, &filter, FindingOrder::Severity, listing.page()).await?;
            listing.connection(slice, move || {
                let (reads, filter) = (reads.clone(), filter.clone());
                async move { findings::count_findings(&reads, &filter).await }
            })
        })
        .await
    }
}
