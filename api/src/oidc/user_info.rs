//! The provider's user endpoint: believed about the person of the ID token only.

use xorb_domain::Core;
use xorb_domain::identity::federation::FederationRefusal as Refusal;
use xorb_domain::secret::Secret;

use super::claims::Profile;
use super::provider_client::fetch_json;

/// What the endpoint says about the person of this `sub`.
pub(super) async fn user_info(
    core: &Core,
    url: &str,
    access_token: &Secret<String>,
    sub: &str,
) -> Result<Profile, Refusal> {
    let bytes = fetch_json(core, url, Some(access_token.expose()))
        .await
        .map_err(|_| Refusal::UserInfoUnreachable)?;
    let profile = Profile::read(&bytes).ok_or(Refusal::UserInfoMalformed)?;
    if profile.text("sub") == Some(sub) {
        Ok(profile)
    } else {
        Err(Refusal::UserInfoOfOtherSubject)
    }
}
