//! The schema, put together from its areas.

use async_graphql::{MergedObject, MergedSubscription, SDLExportOptions, Schema};

use super::NodeQuery;
use super::assets::{AssetsMutation, AssetsQuery};
use super::audit::{AuditMutation, AuditQuery};
use super::findings::{FindingsMutation, FindingsQuery};
use super::identity::federation::{FederationMutation, FederationQuery};
use super::identity::support_access::{SupportAccessMutation, SupportAccessQuery};
use super::identity::{IdentityMutation, IdentityQuery};
use super::jobs::{JobUpdatedSubscription, JobsMutation, JobsQuery};
use super::privacy::{PrivacyMutation, PrivacyQuery};
use super::rate_limit::RateLimitQuery;
use super::scans::{ScanUpdatedSubscription, ScansMutation, ScansQuery};
use super::webhooks::{WebhooksMutation, WebhooksQuery};

/// What can be read.
#[derive(Default, MergedObject)]
pub struct Query(
    NodeQuery,
    IdentityQuery,
    FederationQuery,
    SupportAccessQuery,
    AssetsQuery,
    ScansQuery,
    FindingsQuery,
    PrivacyQuery,
    AuditQuery,
    JobsQuery,
    WebhooksQuery,
    RateLimitQuery,
);

/// What can be changed. Each field is one transaction; several are run one after the other. What a person can mend is told
/// in `userErrors`, everything else in the answer's `errors`; `docs/errors.md` lists all codes.
#[derive(Default, MergedObject)]
pub struct Mutation(
    IdentityMutation,
    FederationMutation,
    SupportAccessMutation,
    AssetsMutation,
    ScansMutation,
    FindingsMutation,
    PrivacyMutation,
    AuditMutation,
    JobsMutation,
    WebhooksMutation,
);

/// What can be followed over a WebSocket (`graphql-transport-ws`). Each subscription begins with what is now.
#[derive(Default, MergedSubscription)]
pub struct Subscription(ScanUpdatedSubscription, JobUpdatedSubscription);

/// Builds the schema. The edge has measured and costed each document before, so it sets no limits of its own.
pub(super) fn schema() -> Schema<Query, Mutation, Subscription> {
    Schema::new(
        Query::default(),
        Mutation::default(),
        Subscription::default(),
    )
}

/// The published schema, as `schema.graphql` holds it.
#[must_use]
pub fn sdl() -> String {
    let options = SDLExportOptions::new()
        .include_specified_by()
        .prefer_single_line_descriptions()
        .use_space_ident();
    schema().sdl_with_options(options)
}
