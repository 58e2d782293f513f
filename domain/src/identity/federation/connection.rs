//! A connection with all that a log-in through it needs. Its client secret is open here and nowhere else.

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use xorb_entities::identity::{ProviderKind, ProviderState, identity_provider};
use xorb_entities::ids::IdentityProviderId;
use xorb_entities::tenants::TenantStatus;

use super::queries;
use crate::crypto::{Place, open_for_tenant, seal_for_tenant};
use crate::db::TenantTx;
use crate::identity::pre_authentication;
use crate::secret::Secret;
use crate::tenants::TenantScope;
use crate::tenants::queries::find_tenant;
use crate::{AppError, Core};

const CLIENT_SECRET: Place = Place {
    table: "identity_providers",
    column: "sealed_client_secret",
};

/// Where a provider is talked to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Endpoints {
    pub authorization: String,
    pub token: String,
    pub key_set: Option<String>,
    pub user_info: Option<String>,
    /// Of a provider without OpenID Connect: where the addresses of a person are.
    pub emails: Option<String>,
    pub end_session: Option<String>,
}

impl Endpoints {
    /// Every endpoint that is there.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        let optional = [
            &self.key_set,
            &self.user_info,
            &self.emails,
            &self.end_session,
        ];
        [self.authorization.as_str(), self.token.as_str()]
            .into_iter()
            .chain(optional.into_iter().flatten().map(String::as_str))
    }
}

/// A connection, ready to be used.
#[derive(Clone, Debug)]
pub struct Connection {
    pub scope: TenantScope,
    pub id: Uuid,
    pub kind: ProviderKind,
    pub issuer: String,
    pub client_id: String,
    pub client_secret: Option<Secret<String>>,
    pub jit_enabled: bool,
    /// Addresses of these domains count as verified, whatever the provider says about them.
    pub trusted_domains: Vec<String>,
    pub required_acr: Option<String>,
    pub groups_claim: Option<String>,
    /// Logout tokens may be of type `JWT` and without an end.
    pub relaxed_logout_tokens: bool,
    /// Those that were tested; for a provider without OpenID Connect, those that were configured.
    pub endpoints: Option<Endpoints>,
    pub state: ProviderState,
    pub version: i32,
}

impl Connection {
    /// The public id.
    #[must_use]
    pub fn public_id(&self) -> IdentityProviderId {
        self.id.into()
    }

    /// Where the provider sends people back to. Each connection has its own: a code can't be shown to another one.
    #[must_use]
    pub fn redirect_uri(&self, core: &Core) -> String {
        redirect_uri(core, self.id)
    }
}

/// Where a provider sends people back to.
pub(crate) fn redirect_uri(core: &Core, id: Uuid) -> String {
    let id = IdentityProviderId::from(id);
    format!("{}/auth/oidc/{id}/callback", core.settings.web.public_url)
}

/// Where a browser is sent to log in.
pub(crate) fn login_uri(core: &Core, id: Uuid) -> String {
    let id = IdentityProviderId::from(id);
    format!("{}/auth/oidc/{id}/start", core.settings.web.public_url)
}

/// Where a provider tells of logouts.
pub(crate) fn backchannel_logout_uri(core: &Core, id: Uuid) -> String {
    let id = IdentityProviderId::from(id);
    format!(
        "{}/auth/oidc/{id}/backchannel-logout",
        core.settings.web.public_url
    )
}

/// Where a provider sends people after a logout that began here.
pub(crate) fn post_logout_redirect_uri(core: &Core) -> String {
    format!("{}/signed-out", core.settings.web.public_url)
}

/// The connection with this id, of whatever tenant; the tenant must be active. For the time before authentication.
///
/// # Errors
/// As the database says.
pub async fn find_connection(core: &Core, id: Uuid) -> Result<Option<Connection>, AppError> {
    let Some(tenant_id) = queries::find_provider_route(core, id).await? else {
        return Ok(None);
    };
    let scope = pre_authentication::scope_of_route(tenant_id);
    let tx = core.db.read(&scope).await?;
    if find_tenant(&tx).await?.status != TenantStatus::Active {
        return Ok(None);
    }
    match queries::find_provider(&tx, id).await? {
        Some(row) => Ok(Some(open(&tx, row).await?)),
        None => Ok(None),
    }
}

pub(super) async fn open(
    tx: &TenantTx,
    row: identity_provider::Model,
) -> Result<Connection, AppError> {
    let client_secret = match &row.sealed_client_secret {
        Some(sealed) => {
            let bytes = open_for_tenant(tx, CLIENT_SECRET, row.id, sealed).await?;
            Some(Secret::new(
                String::from_utf8(bytes).map_err(AppError::internal)?,
            ))
        }
        None => None,
    };
    let endpoints = row.endpoints.map(serde_json::from_value).transpose();
    Ok(Connection {
        scope: *tx.scope(),
        id: row.id,
        kind: row.kind,
        issuer: row.issuer,
        client_id: row.client_id,
        client_secret,
        jit_enabled: row.jit_enabled,
        trusted_domains: serde_json::from_value(row.trusted_domains).map_err(AppError::internal)?,
        required_acr: row.required_acr,
        groups_claim: row.groups_claim,
        relaxed_logout_tokens: row.relaxed_logout_tokens,
        endpoints: endpoints.map_err(AppError::internal)?,
        state: row.state,
        version: row.version,
    })
}

/// The client secret as it is stored.
pub(super) async fn seal_client_secret(
    tx: &TenantTx,
    id: Uuid,
    secret: &Secret<String>,
) -> Result<Vec<u8>, AppError> {
    seal_for_tenant(tx, CLIENT_SECRET, id, secret.expose().as_bytes()).await
}
