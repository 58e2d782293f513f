//! How people with addresses of a domain may log in. Looks at nothing that belongs to an account.

use xorb_entities::identity::SingleSignOnPolicy;
use xorb_entities::tenants::TenantStatus;

use super::federation::{LogInProvider, find_domain_scope, list_log_in_providers};
use super::opaque_token::{OpaqueToken, TokenKind};
use super::passkeys::are_passkeys_available;
use super::pre_authentication::{find_tenant_to_log_in, scope_of_token};
use super::queries::access_policies::find_access_policy;
use super::queries::invitations::find_invitation_by_token;
use crate::db::TenantTx;
use crate::secret::Secret;
use crate::tenants::TenantScope;
use crate::tenants::queries::find_tenant;
use crate::{AppError, Core};

/// What a log-in page offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogInOptions {
    /// False where everybody has to log in through an identity provider. A password is still asked for there once, of whoever
    /// links an account that is older.
    pub is_password_enabled: bool,
    pub is_passkey_enabled: bool,
    /// Buttons, by name.
    pub providers: Vec<LogInProvider>,
}

/// The options of the tenant with this short name or, without one, of the tenant that has proven the address's domain.
///
/// # Errors
/// As the database says.
#[tracing::instrument(skip_all)]
pub async fn log_in_options(
    core: &Core,
    tenant_slug: Option<&str>,
    email: Option<&str>,
) -> Result<LogInOptions, AppError> {
    match find_scope(core, tenant_slug, email).await? {
        Some(scope) => options_of(core, &core.db.read(&scope).await?).await,
        None => Ok(of_nobody(core)),
    }
}

/// The options of the tenant that somebody is invited to. Without an open invitation nothing is said of any tenant.
///
/// # Errors
/// As the database says.
#[tracing::instrument(skip_all)]
pub async fn log_in_options_of_invitation(
    core: &Core,
    token: &Secret<String>,
) -> Result<LogInOptions, AppError> {
    let Some(token) = OpaqueToken::parse(token.expose()) else {
        return Ok(of_nobody(core));
    };
    let tx = core.db.read(&scope_of_token(&token)).await?;
    let invitation = find_invitation_by_token(&tx, token.hash(TokenKind::Invitation)).await?;
    match invitation.filter(|invitation| invitation.is_open(tx.now())) {
        Some(_) => options_of(core, &tx).await,
        None => Ok(of_nobody(core)),
    }
}

fn of_nobody(core: &Core) -> LogInOptions {
    LogInOptions {
        is_password_enabled: true,
        is_passkey_enabled: are_passkeys_available(&core.settings),
        providers: Vec::new(),
    }
}

async fn options_of(core: &Core, tx: &TenantTx) -> Result<LogInOptions, AppError> {
    if find_tenant(tx).await?.status != TenantStatus::Active {
        return Ok(of_nobody(core));
    }
    let policy = find_access_policy(tx).await?;
    Ok(LogInOptions {
        is_password_enabled: policy.single_sign_on == SingleSignOnPolicy::Optional,
        providers: list_log_in_providers(core, tx).await?,
        ..of_nobody(core)
    })
}

async fn find_scope(
    core: &Core,
    tenant_slug: Option<&str>,
    email: Option<&str>,
) -> Result<Option<TenantScope>, AppError> {
    match (tenant_slug, email) {
        (Some(slug), _) => {
            let found = find_tenant_to_log_in(core, slug).await?;
            Ok(found.map(|(scope, _)| scope))
        }
        (None, Some(email)) => find_domain_scope(core, email).await,
        (None, None) => Ok(None),
    }
}
