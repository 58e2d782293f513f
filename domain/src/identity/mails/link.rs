//! Links into the pages that mails lead to.

use sea_orm::ActiveEnum;
use xorb_entities::tenants::Language;

use crate::secret::Secret;
use crate::settings::WebSettings;

/// Where an invitation is accepted.
pub(crate) fn accept_invitation_link(settings: &WebSettings, token: &Secret<String>) -> String {
    format!(
        "{}/accept-invitation?token={}",
        settings.public_url,
        token.expose()
    )
}

/// Where a new password is chosen.
pub(crate) fn reset_password_link(
    settings: &WebSettings,
    token: &Secret<String>,
    language: Language,
) -> String {
    format!(
        "{}/reset-password?token={}&lang={}",
        settings.public_url,
        token.expose(),
        language.to_value()
    )
}

/// Where an address is confirmed.
pub(crate) fn confirm_email_link(
    settings: &WebSettings,
    token: &Secret<String>,
    language: Language,
) -> String {
    format!(
        "{}/confirm-email?token={}&lang={}",
        settings.public_url,
        token.expose(),
        language.to_value()
    )
}

/// Where a request without an account is confirmed, in the language of the request.
pub(crate) fn confirm_request_link(
    settings: &WebSettings,
    token: &Secret<String>,
    language: Language,
) -> String {
    format!(
        "{}/privacy/confirm?token={}&lang={}",
        settings.public_url,
        token.expose(),
        language.to_value()
    )
}
