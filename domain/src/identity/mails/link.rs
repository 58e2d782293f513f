//! Links into the pages that mails lead to.

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
