//! For whom passkeys are made: the host of the public address, and that address as the only origin.

use url::Url;
use webauthn_rs::prelude::{Webauthn, WebauthnBuilder};

use crate::settings::{Settings, WebSettings};
use crate::{AppError, UserErrorCode};

const NAME: &str = "XORB";

/// Whether this installation has an address that passkeys can be made for: browsers demand a host name.
#[must_use]
pub fn are_passkeys_available(settings: &Settings) -> bool {
    host(&settings.web).is_some()
}

fn host(settings: &WebSettings) -> Option<(Url, String)> {
    let url = Url::parse(&settings.public_url).ok()?;
    let host = url.domain()?.to_owned();
    Some((url, host))
}

/// The relying party.
///
/// # Errors
/// `User(NotAvailable)` without a host name.
pub(super) fn relying_party(settings: &Settings) -> Result<Webauthn, AppError> {
    let (origin, host) = host(&settings.web).ok_or_else(not_available)?;
    WebauthnBuilder::new(&host, &origin)
        .map(|builder| builder.rp_name(NAME))
        .and_then(WebauthnBuilder::build)
        .map_err(AppError::internal)
}

fn not_available() -> AppError {
    let message = "passkeys need an address with a host name: the operator must set web.public_url, for example to \
                   https://xorb.example.org or http://localhost:8080";
    AppError::user(UserErrorCode::NotAvailable, "", message)
}
