//! The providers that a log-in page offers. No account is looked at.

use url::Url;
use uuid::Uuid;
use xorb_entities::identity::identity_provider;

use super::connection::login_uri;
use super::queries;
use crate::db::TenantTx;
use crate::identity::{Actor, EmailAddress, pre_authentication};
use crate::tenants::TenantScope;
use crate::{AppError, Core};

/// A button.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogInProvider {
    pub id: Uuid,
    pub name: String,
    /// Where the button leads.
    pub login_uri: Url,
}

/// The tenant that has proven the address's domain.
pub(crate) async fn find_domain_scope(
    core: &Core,
    email: &str,
) -> Result<Option<TenantScope>, AppError> {
    let Ok(address) = email.parse::<EmailAddress>() else {
        return Ok(None);
    };
    let Some((_, domain)) = address.normalized().rsplit_once('@') else {
        return Ok(None);
    };
    let tenant_id = queries::find_domain_route(core, domain).await?;
    Ok(tenant_id.map(pre_authentication::scope_of_route))
}

/// The providers that the actor's account can be linked to.
///
/// # Errors
/// As the database says.
pub async fn providers_to_link(core: &Core, actor: &Actor) -> Result<Vec<LogInProvider>, AppError> {
    list_log_in_providers(core, &core.db.read(&actor.scope).await?).await
}

/// The active providers of the tenant, by name.
pub(crate) async fn list_log_in_providers(
    core: &Core,
    tx: &TenantTx,
) -> Result<Vec<LogInProvider>, AppError> {
    let button = |row: identity_provider::Model| {
        Ok(LogInProvider {
            login_uri: Url::parse(&login_uri(core, row.id)).map_err(AppError::internal)?,
            id: row.id,
            name: row.name,
        })
    };
    let rows = queries::list_active_providers(tx).await?;
    rows.into_iter().map(button).collect()
}
