//! What an attempt to log in is counted against: the account, or this device of its person.

use super::recognise_device::cookie_of;
use crate::identity::RequestInfo;
use crate::identity::pre_authentication;
use crate::identity::queries::find_credentials;
use crate::identity::queries::known_devices::find_known_device;
use crate::identity::throttle::AttemptedAccount;
use crate::{AppError, Core};

/// Against what it counts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Attempted {
    pub(crate) account: AttemptedAccount,
    pub(crate) is_known_device: bool,
}

/// Nothing is looked up without a cookie, so that the time tells nothing about the account.
pub(crate) async fn attempted_from(
    core: &Core,
    request: &RequestInfo,
    slug: &str,
    email_normalized: &str,
) -> Result<Attempted, AppError> {
    let account = Attempted {
        account: AttemptedAccount::new(slug, email_normalized),
        is_known_device: false,
    };
    if request.device.is_none() {
        return Ok(account);
    }
    let Some((scope, _)) = pre_authentication::find_tenant_to_log_in(core, slug).await? else {
        return Ok(account);
    };
    let tx = core.db.read(&scope).await?;
    let Some(hash) = cookie_of(&tx, request) else {
        return Ok(account);
    };
    let Some(found) = find_credentials(&tx, email_normalized).await? else {
        return Ok(account);
    };
    let device = find_known_device(&tx, found.user.id, &hash).await?;
    let known = |device| Attempted {
        account: AttemptedAccount::of_device(device),
        is_known_device: true,
    };
    Ok(device.map_or(account, known))
}
