//! `releaseTenantScans`.

use async_graphql::{Context, Object, SimpleObject};
use xorb_domain::scans;
use xorb_domain::tenants::Tenant as TenantView;

use crate::graphql::tenants::Tenant;
use crate::graphql::{Nullable, ScopeOfContext, UserError, payload};

/// What `releaseTenantScans` answers.
#[derive(SimpleObject)]
pub struct ReleaseTenantScansPayload {
    /// Your company, with its switch as it is now.
    tenant: Option<Tenant>,
    /// Always empty.
    user_errors: Vec<UserError>,
}

payload!(ReleaseTenantScansPayload { tenant: TenantView });

#[derive(Default)]
pub struct ReleaseTenantScansMutation;

#[Object]
impl ReleaseTenantScansMutation {
    /// Releases the kill switch of your company: queued scans begin, and new ones are accepted. Scans that it ended stay
    /// ended. Releasing it again changes nothing. Needs the permission `scans:stop`.
    async fn release_tenant_scans(&self, ctx: &Context<'_>) -> Nullable<ReleaseTenantScansPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let outcome = scans::release_tenant_scans(scope.core(), scope.actor()?).await;
            scope.settle(outcome).await
        })
        .await
    }
}
