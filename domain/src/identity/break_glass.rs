//! The way in when everybody has to log in through an identity provider and there is none that answers: the passkey of an
//! owner. Two owners have one when single sign-on is made a must, one at least as long as it is.

use chrono::TimeDelta;
use xorb_entities::identity::SingleSignOnPolicy;

use super::RequestInfo;
use super::federation::has_provider_tested_since;
use super::mails::{self, BreakGlass, Letter};
use super::passkeys::are_passkeys_available;
use super::queries::access_policies::find_access_policy;
use super::queries::lock_owners;
use super::queries::passkeys::count_owners_with_passkey;
use crate::db::TenantTx;
use crate::settings::Settings;
use crate::{AppError, UserErrorCode};

const TESTED_WITHIN: TimeDelta = TimeDelta::minutes(15);
const OWNERS: u64 = 2;

/// Single sign-on may become a must: a provider has just been shown to work, and if it fails two owners still get in.
pub(super) async fn check_may_require(settings: &Settings, tx: &TenantTx) -> Result<(), AppError> {
    let refuse = |message| {
        let code = UserErrorCode::InvalidState;
        Err(AppError::user(code, "singleSignOn", message))
    };
    if !has_provider_tested_since(tx, tx.now() - TESTED_WITHIN).await? {
        return refuse(
            "no active identity provider has let anybody in within 15 minutes: send testIdentityProvider, log in at its \
             testUri, then send this again",
        );
    }
    lock_owners(tx).await?;
    if !are_passkeys_available(settings) || count_owners_with_passkey(tx).await? < OWNERS {
        return refuse(
            "two owners need a passkey (startPasskeyEnrollment), so that the company can be entered when the identity \
             provider is away",
        );
    }
    Ok(())
}

/// Called after a change to owners or their passkeys, in its transaction: the last way in stays.
pub(super) async fn keep(tx: &TenantTx, path: &str) -> Result<(), AppError> {
    // First: of two at once, the second sees what the first has done.
    lock_owners(tx).await?;
    let policy = find_access_policy(tx).await?;
    if policy.single_sign_on == SingleSignOnPolicy::Optional
        || count_owners_with_passkey(tx).await? > 0
    {
        return Ok(());
    }
    let message = "everybody has to log in through the identity provider, and this is the last passkey of an owner, with \
                   which the company can be entered without it; let another owner enrol one first";
    Err(AppError::user(UserErrorCode::InvalidState, path, message))
}

/// Tells all owners that one of them has logged in without the provider.
pub(super) async fn tell_owners(tx: &TenantTx, request: &RequestInfo) -> Result<(), AppError> {
    let (at, address) = (tx.now(), request.address);
    let letter = |tenant_name| {
        Letter::BreakGlass(BreakGlass {
            tenant_name,
            at,
            address,
        })
    };
    mails::tell_owners(tx, letter).await
}
