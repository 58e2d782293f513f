//! What one engine did in a scan.

use async_graphql::{Description, Object};
use xorb_domain::scans::ScanStepView;

use super::ScanStepState;
use crate::graphql::ErrorDetail;
use crate::graphql::scalars::DateTime;

/// What one engine did in a scan.
#[derive(Description)]
pub struct ScanStep(ScanStepView);

impl From<ScanStepView> for ScanStep {
    fn from(view: ScanStepView) -> Self {
        Self(view)
    }
}

#[Object(use_type_description)]
impl ScanStep {
    /// The engine, for example `tcp_connect`.
    async fn engine(&self) -> &str {
        &self.0.engine
    }

    /// Its version, as found when the step ran.
    async fn engine_version(&self) -> &str {
        &self.0.engine_version
    }

    /// Where the step stands.
    async fn state(&self) -> ScanStepState {
        self.0.state.into()
    }

    /// When it started.
    async fn started_at(&self) -> Option<DateTime> {
        self.0.started_at.map(DateTime)
    }

    /// When it ended.
    async fn finished_at(&self) -> Option<DateTime> {
        self.0.finished_at.map(DateTime)
    }

    /// How many findings it saw.
    async fn finding_count(&self) -> i32 {
        self.0.finding_count
    }

    /// How often it was kept from a connection outside of the scan's scope.
    async fn blocked_connects(&self) -> i32 {
        self.0.blocked_connects
    }

    /// Why it did not complete; null if it did.
    async fn error(&self) -> Option<ErrorDetail> {
        let code = self.0.error_code.as_ref()?;
        Some(ErrorDetail::said(code, self.0.error_message.as_deref()))
    }
}
