//! For whom passkeys are made: the host of a public address, and that address as the only origin. Operators have one of
//! their own.

use url::Url;
use webauthn_rs::prelude::{Webauthn, WebauthnBuilder};

use crate::identity::Realm;
use crate::settings::Settings;
use crate::{AppError, UserErrorCode};

const NAME: &str = "XORB";

/// Whether this installation has an address that passkeys can be made for: browsers demand a host name.
#[must_use]
pub fn are_passkeys_available(settings: &Settings) -> bool {
    host(settings, Realm::Tenants).is_some()
}

fn host(settings: &Settings, realm: Realm) -> Option<(Url, String)> {
    let url = match realm {
        Realm::Tenants => &settings.web.public_url,
        Realm::Operators => &settings.admin.public_url,
    };
    let url = Url::parse(url).ok()?;
    let host = url.domain()?.to_owned();
    Some((url, host))
}

/// The relying party of a realm.
///
/// # Errors
/// `User(NotAvailable)` without a host name.
pub(super) fn relying_party(settings: &Settings, realm: Realm) -> Result<Webauthn, AppError> {
    let (origin, host) = host(settings, realm).ok_or_else(|| not_available(realm))?;
    WebauthnBuilder::new(&host, &origin)
        .map(|builder| builder.rp_name(NAME))
        .and_then(WebauthnBuilder::build)
        .map_err(AppError::internal)
}

fn not_available(realm: Realm) -> AppError {
    let message = match realm {
        Realm::Tenants => {
            "passkeys need an address with a host name: the operator must set web.public_url, for example to \
             https://xorb.example.org or http://localhost:8080"
        }
        Realm::Operators => {
            "passkeys need an address with a host name: set admin.public_url, for example to \
             https://operators.example.org or http://localhost:9090"
        }
    };
    AppError::user(UserErrorCode::NotAvailable, "", message)
}
