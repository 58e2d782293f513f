//! `startScan`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::scans::{self, ScanView, StartScan};
use xorb_entities::ids::AssetId;

use super::{Scan, ScanProfile};
use crate::graphql::{Id, Nullable, ScopeOfContext, UserError, payload};

/// What to scan, and how deep.
#[derive(InputObject)]
pub struct StartScanInput {
    /// The asset; its ownership must be proven.
    asset_id: Id<AssetId>,
    /// How deep to go.
    profile: ScanProfile,
    /// Makes a repeated call within 24 hours give the same scan instead of another one.
    idempotency_key: Option<String>,
}

impl From<StartScanInput> for StartScan {
    fn from(input: StartScanInput) -> Self {
        Self {
            asset_id: input.asset_id.uuid(),
            profile: input.profile.into(),
            idempotency_key: input.idempotency_key,
        }
    }
}

/// What `startScan` answers.
#[derive(SimpleObject)]
pub struct StartScanPayload {
    /// The scan, queued; null if it was refused.
    scan: Option<Scan>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload!(StartScanPayload { scan: ScanView });

#[derive(Default)]
pub struct StartScanMutation;

#[Object]
impl StartScanMutation {
    /// Starts a scan. Answers at once with the scan and its job: poll it, or subscribe to `scanUpdated`. Refused with
    /// `ASSET_NOT_VERIFIED` unless ownership is proven. Needs the permission `scans:start`.
    async fn start_scan(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to scan.")] input: StartScanInput,
    ) -> Nullable<StartScanPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let outcome = scans::start_scan(scope.core(), scope.actor()?, input.into()).await;
            scope.settle(outcome).await
        })
        .await
    }
}
