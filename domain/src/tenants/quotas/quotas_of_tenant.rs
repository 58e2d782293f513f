//! What a tenant may have, and what it has.

use super::queries;
use crate::AppError;
use crate::db::ReadSession;

/// One quota.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuotaUse {
    /// The most there may be.
    pub limit: i32,
    /// What there is.
    pub used: i64,
}

/// All quotas of a tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quotas {
    /// Scans that were started since the first of this month (UTC).
    pub scans_this_month: QuotaUse,
    /// Assets that were not deleted.
    pub assets: QuotaUse,
}

/// The quotas of the tenant that asks.
///
/// # Errors
/// As the database says.
#[tracing::instrument(skip_all)]
pub async fn quotas(reads: &ReadSession) -> Result<Quotas, AppError> {
    let tx = reads.tx().await?;
    let defaults = &reads.core().settings.quotas;
    let own = queries::find_quotas(&tx).await?;
    Ok(Quotas {
        scans_this_month: QuotaUse {
            limit: own.scans_a_month.unwrap_or(defaults.scans_a_month),
            used: queries::count_scans_this_month(&tx).await?,
        },
        assets: QuotaUse {
            limit: own.assets.unwrap_or(defaults.assets),
            used: queries::count_assets(&tx).await?,
        },
    })
}
