//! `auditEvents` and `auditTrail`.

use async_graphql::{Context, Object};
use xorb_domain::audit;

use super::{AuditEvent, AuditEventFilter, AuditTrail};
use crate::graphql::connection::{Connection, Listing};
use crate::graphql::{Nullable, ScopeOfContext};

#[derive(Default)]
pub struct AuditQuery;

#[Object]
impl AuditQuery {
    /// The tenant's audit trail, newest first. Reading it is an event itself. Needs the permission `audit:read`.
    async fn audit_events(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many to give, at most 100.", default = 20)] first: Option<i32>,
        #[graphql(desc = "Continue behind this cursor.")] after: Option<String>,
        #[graphql(desc = "Which events; all if left out.")] filter: Option<AuditEventFilter>,
    ) -> Nullable<Connection<AuditEvent>> {
        Nullable::of(async {
            let listing = Listing::new(first, after.as_deref(), "audit", &filter)?;
            let filter: audit::AuditEventFilter = filter.unwrap_or_default().try_into()?;
            let reads = ctx.scope()?.reads()?.clone();
            let slice = audit::audit_events(&reads, &filter, &listing.page()).await?;
            listing.connection(slice, move || {
                let (reads, filter) = (reads.clone(), filter.clone());
                async move { audit::count_audit_events(&reads, &filter).await }
            })
        })
        .await
    }

    /// Whether the trail holds; what is new is verified now. Needs the permission `audit:read`.
    async fn audit_trail(&self, ctx: &Context<'_>) -> Nullable<AuditTrail> {
        Nullable::of(async {
            let trail = audit::audit_trail(ctx.scope()?.reads()?).await?;
            Ok(trail.into())
        })
        .await
    }
}
