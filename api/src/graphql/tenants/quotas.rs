//! What a tenant may have, and what it has.

use async_graphql::SimpleObject;
use xorb_domain::tenants::quotas;

/// What your company may have at most, and what it has. Beyond it, whatever makes more answers `LIMIT_REACHED`.
#[derive(Clone, Debug, SimpleObject)]
pub struct Quotas {
    /// Scans started since the first of this month (UTC).
    scans_this_month: Quota,
    /// Assets.
    assets: Quota,
}

/// One quota.
#[derive(Clone, Debug, SimpleObject)]
pub struct Quota {
    /// The most there may be.
    limit: i32,
    /// What there is.
    used: i64,
}

impl From<quotas::Quotas> for Quotas {
    fn from(view: quotas::Quotas) -> Self {
        Self {
            scans_this_month: view.scans_this_month.into(),
            assets: view.assets.into(),
        }
    }
}

impl From<quotas::QuotaUse> for Quota {
    fn from(quotas::QuotaUse { limit, used }: quotas::QuotaUse) -> Self {
        Self { limit, used }
    }
}
