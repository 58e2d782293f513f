//! `stopTenantScans`.

use async_graphql::{Context, Object, SimpleObject};
use xorb_domain::scans;
use xorb_domain::tenants::Tenant as TenantView;

use crate::graphql::tenants::Tenant;
use crate::graphql::{Nullable, ScopeOfContext, UserError, payload};

/// What `stopTenantScans` answers.
#[derive(SimpleObject)]
pub struct StopTenantScansPayload {
    /// Your company, with its switch as it is now.
    tenant: Option<Tenant>,
    /// Always empty.
    user_errors: Vec<UserError>,
}

payload!(StopTenantScansPayload { tenant: TenantView });

#[derive(Default)]
pub struct StopTenantScansMutation;

#[Object]
impl StopTenantScansMutation {
    /// Pulls the kill switch of your company: its running scans end as `KILLED` within two seconds, queued ones wait, and
    /// `startScan` is refused until `releaseTenantScans`. Pulling it again changes nothing. Needs the permission
    /// `scans:stop`.
    async fn stop_tenant_scans(&self, ctx: &Context<'_>) -> Nullable<StopTenantScansPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let outcome = scans::stop_tenant_scans(scope.core(), scope.actor()?).await;
            scope.settle(outcome).await
        })
        .await
    }
}
