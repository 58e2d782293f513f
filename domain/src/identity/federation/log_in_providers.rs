//! The providers that a log-in page offers. Found by the tenant's short name or by the domain of an address; no account is
//! looked at.

use url::Url;
use uuid::Uuid;
use xorb_entities::identity::identity_provider;
use xorb_entities::tenants::TenantStatus;

use super::connection::login_uri;
use super::queries;
use crate::identity::{EmailAddress, pre_authentication};
use crate::tenants::queries::find_tenant;
use crate::{AppError, Core};

/// A button.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogInProvider {
    pub id: Uuid,
    pub name: String,
    /// Where the button leads.
    pub login_uri: Url,
}

/// The active providers of the tenant with this short name, or of the one that has proven the address's domain.
pub(crate) async fn log_in_providers(
    core: &Core,
    tenant_slug: Option<&str>,
    email: Option<&str>,
) -> Result<Vec<LogInProvider>, AppError> {
    let scope = match (tenant_slug, email) {
        (Some(slug), _) => pre_authentication::find_tenant_to_log_in(core, slug)
            .await?
            .map(|(scope, _)| scope),
        (None, Some(email)) => {
            let address = email.parse::<EmailAddress>().ok();
            let domain = address.as_ref().and_then(|address| {
                let (_, domain) = address.normalized().rsplit_once('@')?;
                Some(domain)
            });
            match domain {
                Some(domain) => queries::find_domain_route(core, domain)
                    .await?
                    .map(pre_authentication::scope_of_route),
                None => None,
            }
        }
        (None, None) => None,
    };
    let Some(scope) = scope else {
        return Ok(Vec::new());
    };
    let tx = core.db.read(&scope).await?;
    if find_tenant(&tx).await?.status != TenantStatus::Active {
        return Ok(Vec::new());
    }
    let rows = queries::list_active_providers(&tx).await?;
    let button = |row: identity_provider::Model| {
        Ok(LogInProvider {
            login_uri: Url::parse(&login_uri(core, row.id)).map_err(AppError::internal)?,
            id: row.id,
            name: row.name,
        })
    };
    rows.into_iter().map(button).collect()
}
