//! `node` and `nodes`: any object by its id.

use async_graphql::{Context, ID, Interface, Object};
use xorb_domain::identity::federation;
use xorb_domain::{AppError, assets, findings, identity, jobs, privacy, scans, webhooks};
use xorb_entities::ids::{
    self, AssetId, DataSubjectRequestId, FindingId, IdentityProviderId, JobId, ScanId, UserId,
    WebhookDeliveryId, WebhookEndpointId,
};

use super::assets::Asset;
use super::findings::Finding;
use super::identity::User;
use super::identity::federation::IdentityProvider;
use super::jobs::Job;
use super::privacy::DataSubjectRequest;
use super::scans::Scan;
use super::webhooks::{WebhookDelivery, WebhookEndpoint};
use super::{Nullable, ScopeOfContext};
use crate::cost::MAX_IDS;

/// An object with an id of its own.
#[derive(Interface)]
#[graphql(field(
    name = "id",
    ty = "ID",
    desc = "The object's id. Its prefix says what it is."
))]
pub enum Node {
    Asset(Asset),
    DataSubjectRequest(DataSubjectRequest),
    Finding(Finding),
    IdentityProvider(IdentityProvider),
    Job(Job),
    Scan(Scan),
    User(User),
    WebhookDelivery(WebhookDelivery),
    WebhookEndpoint(WebhookEndpoint),
}

#[derive(Default)]
pub struct NodeQuery;

#[Object]
impl NodeQuery {
    /// Any object that implements `Node`, by its id. `NOT_FOUND` if your company has none with this id.
    async fn node(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The object's id.")] id: ID,
    ) -> Nullable<Node> {
        find(ctx, &id).await.into()
    }

    /// Several objects by their ids, in the same order; null where there is none.
    async fn nodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The ids, at most 20.")] ids: Vec<ID>,
    ) -> Nullable<Vec<Option<Node>>> {
        find_all(ctx, &ids).await.into()
    }
}

async fn find_all(ctx: &Context<'_>, ids: &[ID]) -> Result<Vec<Option<Node>>, AppError> {
    if ids.len() as u64 > MAX_IDS {
        return Err(AppError::BadInput(format!(
            "`ids` may hold {MAX_IDS} ids at most"
        )));
    }
    let mut nodes = Vec::with_capacity(ids.len());
    for id in ids {
        nodes.push(match find(ctx, id).await {
            Ok(node) => Some(node),
            Err(AppError::NotFound(_)) => None,
            Err(other) => return Err(other),
        });
    }
    Ok(nodes)
}

async fn find(ctx: &Context<'_>, id: &str) -> Result<Node, AppError> {
    let reads = ctx.scope()?.reads()?;
    let node = match ids::prefix(id) {
        Some(AssetId::PREFIX) => {
            Asset::from(assets::asset(reads, parse::<AssetId>(id)?.uuid()).await?).into()
        }
        Some(DataSubjectRequestId::PREFIX) => {
            let id = parse::<DataSubjectRequestId>(id)?.uuid();
            DataSubjectRequest::from(privacy::data_subject_request(reads, id).await?).into()
        }
        Some(FindingId::PREFIX) => {
            Finding::from(findings::finding(reads, parse::<FindingId>(id)?.uuid()).await?).into()
        }
        Some(IdentityProviderId::PREFIX) => {
            let id = parse::<IdentityProviderId>(id)?.uuid();
            IdentityProvider::from(federation::identity_provider(reads, id).await?).into()
        }
        Some(JobId::PREFIX) => {
            Job::from(jobs::job(reads, parse::<JobId>(id)?.uuid()).await?).into()
        }
        Some(ScanId::PREFIX) => {
            Scan::from(scans::scan(reads, parse::<ScanId>(id)?.uuid()).await?).into()
        }
        Some(UserId::PREFIX) => {
            User::from(identity::user(reads, parse::<UserId>(id)?.uuid()).await?).into()
        }
        Some(WebhookDeliveryId::PREFIX) => {
            let id = parse::<WebhookDeliveryId>(id)?.uuid();
            WebhookDelivery::from(webhooks::webhook_delivery(reads, id).await?).into()
        }
        Some(WebhookEndpointId::PREFIX) => {
            let id = parse::<WebhookEndpointId>(id)?.uuid();
            WebhookEndpoint::from(webhooks::webhook_endpoint(reads, id).await?).into()
        }
        Some(known) if ids::PREFIXES.contains(&known) => return Err(AppError::NotFound("object")),
        _ => {
            return Err(AppError::BadInput(
                "this is no id: ids look like scan_01j…".into(),
            ));
        }
    };
    Ok(node)
}

fn parse<T: std::str::FromStr<Err = ids::IdError>>(id: &str) -> Result<T, AppError> {
    id.parse()
        .map_err(|error: ids::IdError| AppError::BadInput(error.to_string()))
}
