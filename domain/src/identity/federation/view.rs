//! What callers see of connections and domains. Client secrets are never seen again.

use chrono::{DateTime, Utc};
use uuid::Uuid;
use xorb_entities::identity::{
    DomainState, ProviderKind, ProviderState, SuspendedReason, identity_provider, tenant_domain,
};

use super::connection::{
    backchannel_logout_uri, login_uri, post_logout_redirect_uri, redirect_uri,
};
use super::queries;
use crate::db::TenantTx;
use crate::identity::Role;
use crate::{AppError, Core};

/// A connection.
#[derive(Clone, Debug)]
pub struct IdentityProviderView {
    pub id: Uuid,
    pub kind: ProviderKind,
    pub name: String,
    pub issuer: String,
    pub client_id: String,
    pub has_client_secret: bool,
    pub jit_enabled: bool,
    pub trusted_domains: Vec<String>,
    pub required_acr: Option<String>,
    pub groups_claim: Option<String>,
    pub group_roles: Vec<(String, Role)>,
    pub relaxed_logout_tokens: bool,
    pub state: ProviderState,
    pub suspended_reason: Option<SuspendedReason>,
    pub tested_at: Option<DateTime<Utc>>,
    pub redirect_uri: String,
    pub login_uri: String,
    pub backchannel_logout_uri: String,
    pub post_logout_redirect_uri: String,
    pub version: i32,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

pub(super) async fn of_provider(
    core: &Core,
    tx: &TenantTx,
    row: identity_provider::Model,
) -> Result<IdentityProviderView, AppError> {
    let group_roles = queries::list_mappings(tx, row.id).await?;
    Ok(IdentityProviderView {
        redirect_uri: redirect_uri(core, row.id),
        login_uri: login_uri(core, row.id),
        backchannel_logout_uri: backchannel_logout_uri(core, row.id),
        post_logout_redirect_uri: post_logout_redirect_uri(core),
        id: row.id,
        kind: row.kind,
        name: row.name,
        issuer: row.issuer,
        client_id: row.client_id,
        has_client_secret: row.sealed_client_secret.is_some(),
        jit_enabled: row.jit_enabled,
        trusted_domains: serde_json::from_value(row.trusted_domains).map_err(AppError::internal)?,
        required_acr: row.required_acr,
        groups_claim: row.groups_claim,
        group_roles,
        relaxed_logout_tokens: row.relaxed_logout_tokens,
        state: row.state,
        suspended_reason: row.suspended_reason,
        tested_at: row.tested_at,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}

/// A domain, with what its owner has to publish.
#[derive(Clone, Debug)]
pub struct TenantDomainView {
    pub id: Uuid,
    pub domain: String,
    pub state: DomainState,
    /// Where the TXT record goes.
    pub record_name: String,
    /// What it says.
    pub record_value: String,
    pub checked_at: Option<DateTime<Utc>>,
    pub verified_at: Option<DateTime<Utc>>,
}

impl From<tenant_domain::Model> for TenantDomainView {
    fn from(row: tenant_domain::Model) -> Self {
        Self {
            id: row.id,
            record_name: record_name(&row.domain),
            record_value: record_value(&row.token),
            domain: row.domain,
            state: row.state,
            checked_at: row.checked_at,
            verified_at: row.verified_at,
        }
    }
}

pub(super) fn record_name(domain: &str) -> String {
    format!("_xorb-domain.{domain}")
}

pub(super) fn record_value(token: &str) -> String {
    format!("xorb-domain={token}")
}
