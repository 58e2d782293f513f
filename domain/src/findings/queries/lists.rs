//! Pages of findings, by keyset.

use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use xorb_entities::findings::{finding, finding_observation};

use super::findings::all;
use crate::AppError;
use crate::db::TenantTx;
use crate::findings::FindingFilter;
use crate::paging::{Page, newest_first};

fn filtered(tx: &TenantTx, filter: &FindingFilter) -> Select<finding::Entity> {
    let mut select = all(tx);
    if let Some(asset_id) = filter.asset_id {
        select = select.filter(finding::Column::AssetId.eq(asset_id));
    }
    if let Some(scan_id) = filter.scan_id {
        let mut seen = Query::select();
        seen.column(finding_observation::Column::FindingId)
            .from(finding_observation::Entity)
            .and_where(finding_observation::Column::TenantId.eq(tx.tenant_id()))
            .and_where(finding_observation::Column::ScanId.eq(scan_id));
        select = select.filter(finding::Column::Id.in_subquery(seen));
    }
    if !filter.severities.is_empty() {
        let severities = filter.severities.iter().copied();
        select = select.filter(finding::Column::Severity.is_in(severities));
    }
    if !filter.states.is_empty() {
        let states = filter.states.iter().copied();
        select = select.filter(finding::Column::State.is_in(states));
    }
    select
}

/// A page, those seen last first, with one row more.
pub(crate) async fn list_by_last_seen(
    tx: &TenantTx,
    filter: &FindingFilter,
    page: &Page,
) -> Result<Vec<finding::Model>, AppError> {
    let select = newest_first(
        filtered(tx, filter),
        finding::Column::LastSeenAt,
        finding::Column::Id,
        page,
    )?;
    Ok(select.all(tx.conn()).await?)
}

/// A page, the worst first, with one row more.
pub(crate) async fn list_by_severity(
    tx: &TenantTx,
    filter: &FindingFilter,
    page: &Page,
) -> Result<Vec<finding::Model>, AppError> {
    let mut select = filtered(tx, filter)
        .order_by_asc(finding::Column::SeverityRank)
        .order_by_asc(finding::Column::Id)
        .limit(page.limit());
    if let Some((rank, id)) = page.after_rank()? {
        let position = Expr::tuple([
            finding::Column::SeverityRank.into_expr(),
            finding::Column::Id.into_expr(),
        ]);
        select = select.filter(position.gt(Expr::tuple([rank.into(), id.into()])));
    }
    Ok(select.all(tx.conn()).await?)
}

/// How many there are.
pub(crate) async fn count_findings(tx: &TenantTx, filter: &FindingFilter) -> Result<u64, AppError> {
    Ok(filtered(tx, filter).count(tx.conn()).await?)
}
