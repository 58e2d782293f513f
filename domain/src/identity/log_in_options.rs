//! How people with addresses of a domain may log in. Looks at nothing that belongs to an account.

use super::passkeys::are_passkeys_available;
use crate::Core;

/// What a log-in page offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogInOptions {
    pub is_password_enabled: bool,
    pub is_passkey_enabled: bool,
}

/// The options: the same for every tenant and address, as long as there are no identity providers.
#[must_use]
#[tracing::instrument(skip_all)]
pub fn log_in_options(
    core: &Core,
    _tenant_slug: Option<&str>,
    _email: Option<&str>,
) -> LogInOptions {
    LogInOptions {
        is_password_enabled: true,
        is_passkey_enabled: are_passkeys_available(&core.settings),
    }
}
