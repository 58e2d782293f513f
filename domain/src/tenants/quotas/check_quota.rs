//! Whether one more fits. Called in the transaction that makes it.

use super::queries;
use crate::db::TenantTx;
use crate::settings::QuotaSettings;
use crate::{AppError, UserErrorCode};

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quota {
    ScansAMonth,
    Assets,
}

/// Locks the tenant's quotas until the transaction ends, and counts.
///
/// # Errors
/// `User(LimitReached)`.
pub(crate) async fn check_quota(
    tx: &TenantTx,
    defaults: &QuotaSettings,
    quota: Quota,
) -> Result<(), AppError> {
    let own = queries::lock_quotas(tx).await?;
    let (limit, used, message) = match quota {
        Quota::ScansAMonth => (
            own.scans_a_month.unwrap_or(defaults.scans_a_month),
            queries::count_scans_this_month(tx).await?,
            "your company's scans of this month are used up; the next month brings new ones, or ask the operator for more",
        ),
        Quota::Assets => (
            own.assets.unwrap_or(defaults.assets),
            queries::count_assets(tx).await?,
            "your company has as many assets as it may; delete one that is not needed, or ask the operator for more",
        ),
    };
    if used < i64::from(limit) {
        return Ok(());
    }
    Err(AppError::user(UserErrorCode::LimitReached, "", message))
}
