//! Pages of requests, by keyset.

use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, Condition, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};
use xorb_entities::privacy::data_subject_request::{Column, Entity, Model};

use super::requests::all;
use crate::AppError;
use crate::db::TenantTx;
use crate::paging::{Page, newest_first};
use crate::privacy::requests::data_subject_requests::Whose;
use crate::privacy::requests::states::ENDED;
use crate::privacy::requests::{RequestFilter, RequestOrder};

fn filtered(tx: &TenantTx, whose: Whose, filter: &RequestFilter) -> Select<Entity> {
    let mut select = all(tx);
    if let Whose::Of(subject_id) = whose {
        select = select.filter(Column::SubjectId.eq(subject_id));
    }
    if !filter.states.is_empty() {
        select = select.filter(Column::State.is_in(filter.states.iter().copied()));
    }
    if !filter.rights.is_empty() {
        select = select.filter(Column::RightKind.is_in(filter.rights.iter().copied()));
    }
    if let Some(overdue) = filter.overdue {
        let is_overdue = Condition::all()
            .add(Column::State.is_not_in(ENDED))
            .add(Column::DueAt.lt(tx.now()));
        select = select.filter(if overdue {
            is_overdue
        } else {
            is_overdue.not()
        });
    }
    select
}

/// A page in this order, with one row more.
pub(crate) async fn list_requests(
    tx: &TenantTx,
    whose: Whose,
    filter: &RequestFilter,
    order: RequestOrder,
    page: &Page,
) -> Result<Vec<Model>, AppError> {
    let select = filtered(tx, whose, filter);
    let select = match order {
        RequestOrder::Received => newest_first(select, Column::ReceivedAt, Column::Id, page)?,
        RequestOrder::Due => soonest_first(select, page)?,
    };
    Ok(select.all(tx.conn()).await?)
}

fn soonest_first(select: Select<Entity>, page: &Page) -> Result<Select<Entity>, AppError> {
    let ordered = select
        .order_by_asc(Column::DueAt)
        .order_by_asc(Column::Id)
        .limit(page.limit());
    Ok(match page.after_time()? {
        None => ordered,
        Some((due_at, id)) => ordered.filter(
            Expr::tuple([Column::DueAt.into_expr(), Column::Id.into_expr()])
                .gt(Expr::tuple([due_at.into(), id.into()])),
        ),
    })
}

/// How many there are.
pub(crate) async fn count_requests(
    tx: &TenantTx,
    whose: Whose,
    filter: &RequestFilter,
) -> Result<u64, AppError> {
    Ok(filtered(tx, whose, filter).count(tx.conn()).await?)
}
