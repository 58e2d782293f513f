//! `cancelScan`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::scans::{self, CancelScan, ScanView};
use xorb_entities::ids::ScanId;

use super::Scan;
use crate::graphql::{Id, Nullable, ScopeOfContext, UserError, payload};

/// What to cancel.
#[derive(InputObject)]
pub struct CancelScanInput {
    /// The scan.
    scan_id: Id<ScanId>,
}

impl From<CancelScanInput> for CancelScan {
    fn from(input: CancelScanInput) -> Self {
        Self {
            scan_id: input.scan_id.uuid(),
        }
    }
}

/// What `cancelScan` answers.
#[derive(SimpleObject)]
pub struct CancelScanPayload {
    /// The scan as it is now; null if it can't be cancelled.
    scan: Option<Scan>,
    /// Why it can't be cancelled; empty if it can.
    user_errors: Vec<UserError>,
}

payload!(CancelScanPayload { scan: ScanView });

#[derive(Default)]
pub struct CancelScanMutation;

#[Object]
impl CancelScanMutation {
    /// Cancels a scan. What it found so far stays. A scan that is under way ends within seconds. Needs the permission
    /// `scans:cancel`.
    async fn cancel_scan(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to cancel.")] input: CancelScanInput,
    ) -> Nullable<CancelScanPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let outcome = scans::cancel_scan(scope.core(), scope.actor()?, input.into()).await;
            scope.settle(outcome).await
        })
        .await
    }
}
