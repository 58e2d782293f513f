//! How people with addresses of a domain may log in. Looks at nothing that belongs to an account.

use super::federation::{LogInProvider, log_in_providers};
use super::passkeys::are_passkeys_available;
use crate::{AppError, Core};

/// What a log-in page offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogInOptions {
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
    Ok(LogInOptions {
        is_password_enabled: true,
        is_passkey_enabled: are_passkeys_available(&core.settings),
        providers: log_in_providers(core, tenant_slug, email).await?,
    })
}
