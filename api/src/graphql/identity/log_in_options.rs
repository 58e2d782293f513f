//! How one can log in.

use async_graphql::{ID, SimpleObject};
use xorb_entities::ids::IdentityProviderId;

use crate::graphql::scalars::Url;

/// How one can log in.
#[derive(SimpleObject)]
pub struct LogInOptions {
    /// With a password: `logIn`. False where everybody has to log in through an identity provider; whoever has an account
    /// that was never linked to one proves it once with `logIn`, then sends `linkIdentityProvider`.
    pub password_enabled: bool,
    /// With a passkey.
    pub passkey_enabled: bool,
    /// Through an identity provider.
    pub identity_providers: Vec<LogInProvider>,
}

/// An identity provider to log in through.
#[derive(SimpleObject)]
pub struct LogInProvider {
    /// Its id.
    pub id: ID,
    /// Its name, for a button.
    pub name: String,
    /// Where to send the browser.
    pub login_uri: Url,
}

impl From<xorb_domain::identity::LogInOptions> for LogInOptions {
    fn from(options: xorb_domain::identity::LogInOptions) -> Self {
        Self {
            password_enabled: options.is_password_enabled,
            passkey_enabled: options.is_passkey_enabled,
            identity_providers: options.providers.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<xorb_domain::identity::federation::LogInProvider> for LogInProvider {
    fn from(provider: xorb_domain::identity::federation::LogInProvider) -> Self {
        Self {
            id: IdentityProviderId::from(provider.id).into(),
            name: provider.name,
            login_uri: Url(provider.login_uri),
        }
    }
}
