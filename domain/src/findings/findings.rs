//! Lists the tenant's findings.

use uuid::Uuid;
use xorb_entities::findings::{FindingState, Severity};

use super::queries;
use super::view::FindingView;
use crate::AppError;
use crate::db::ReadSession;
use crate::identity::Permission;
use crate::paging::{Keyset, Page, Slice};

/// Which findings are wanted; the default is all.
#[derive(Clone, Debug, Default)]
pub struct FindingFilter {
    /// Of this asset only.
    pub asset_id: Option<Uuid>,
    /// Only those that this scan saw, whether or not a later one saw them too.
    pub scan_id: Option<Uuid>,
    /// Of one of these severities; empty: of any.
    pub severities: Vec<Severity>,
    /// In one of these states; empty: in any.
    pub states: Vec<FindingState>,
}

/// In which order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FindingOrder {
    /// Those seen last first.
    #[default]
    LastSeen,
    /// The worst first; within a severity the oldest first.
    Severity,
}

/// A page of findings.
///
/// # Errors
/// `Forbidden`; `BadInput` for a cursor of another order.
#[tracing::instrument(skip_all)]
pub async fn findings(
    reads: &ReadSession,
    filter: &FindingFilter,
    order: FindingOrder,
    page: Page,
) -> Result<Slice<FindingView>, AppError> {
    authorise(reads).await?;
    let tx = reads.tx().await?;
    let slice = match order {
        FindingOrder::LastSeen => {
            let rows = queries::list_by_last_seen(&tx, filter, &page).await?;
            Slice::new(rows, &page, |row| Keyset::At(row.last_seen_at, row.id))
        }
        FindingOrder::Severity => {
            let rows = queries::list_by_severity(&tx, filter, &page).await?;
            Slice::new(rows, &page, |row| Keyset::Rank(row.severity_rank, row.id))
        }
    };
    Ok(slice.map(FindingView::from))
}

/// How many there are.
///
/// # Errors
/// `Forbidden`.
pub async fn count_findings(reads: &ReadSession, filter: &FindingFilter) -> Result<u64, AppError> {
    authorise(reads).await?;
    queries::count_findings(&*reads.tx().await?, filter).await
}

async fn authorise(reads: &ReadSession) -> Result<(), AppError> {
    reads.authorise(Permission::FindingsRead, None).await
}
