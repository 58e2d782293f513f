//! Single requests.
#![expect(clippy::disallowed_methods, reason = "a query module")]

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveEnum, ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect, Select, Value,
};
use uuid::Uuid;
use xorb_entities::ids::DataSubjectRequestId;
use xorb_entities::privacy::{RequestState, data_subject_request};

use crate::AppError;
use crate::db::{TenantTx, rows_per_statement, typed_rows};
use crate::webhooks::{self, WebhookEvent};

pub(super) fn all(tx: &TenantTx) -> Select<data_subject_request::Entity> {
    data_subject_request::Entity::find()
        .filter(data_subject_request::Column::TenantId.eq(tx.tenant_id()))
}

/// One request.
pub(crate) async fn find_request(
    tx: &TenantTx,
    id: Uuid,
) -> Result<Option<data_subject_request::Model>, AppError> {
    let select = all(tx).filter(data_subject_request::Column::Id.eq(id));
    Ok(select.one(tx.conn()).await?)
}

/// One request, locked until the transaction ends.
pub(crate) async fn lock_request(
    tx: &TenantTx,
    id: Uuid,
) -> Result<Option<data_subject_request::Model>, AppError> {
    let select = all(tx)
        .filter(data_subject_request::Column::Id.eq(id))
        .lock_exclusive();
    Ok(select.one(tx.conn()).await?)
}

/// Those of these requests that there are, in the order of their ids.
pub(crate) async fn find_requests(
    tx: &TenantTx,
    ids: &[Uuid],
) -> Result<Vec<data_subject_request::Model>, AppError> {
    let select = all(tx)
        .filter(data_subject_request::Column::Id.is_in(ids.iter().copied()))
        .order_by_asc(data_subject_request::Column::Id);
    Ok(select.all(tx.conn()).await?)
}

/// The same, locked until the transaction ends.
pub(crate) async fn lock_requests(
    tx: &TenantTx,
    ids: &[Uuid],
) -> Result<Vec<data_subject_request::Model>, AppError> {
    let select = all(tx)
        .filter(data_subject_request::Column::Id.is_in(ids.iter().copied()))
        .order_by_asc(data_subject_request::Column::Id)
        .lock_exclusive();
    Ok(select.all(tx.conn()).await?)
}

/// Writes the state and, for each of these locked requests, its values of `columns`. How many there were.
pub(crate) async fn move_requests(
    tx: &TenantTx,
    to: RequestState,
    columns: &[&'static str],
    rows: Vec<(Uuid, Vec<Value>)>,
) -> Result<u64, AppError> {
    let mut moved = 0;
    let typed = |(id, values): (Uuid, Vec<Value>)| {
        std::iter::once(id.into())
            .chain(values)
            .collect::<Vec<Value>>()
    };
    let rows: Vec<Vec<Value>> = rows.into_iter().map(typed).collect();
    for rows in rows.chunks(rows_per_statement(columns.len() + 1)) {
        let mut values: Vec<Value> =
            vec![tx.tenant_id().into(), to.to_value().into(), tx.now().into()];
        let list = typed_rows(tx.dialect(), values.len(), rows);
        values.extend(rows.iter().flatten().cloned());
        // Both databases call the columns of `VALUES` so.
        let columns = columns.iter().enumerate();
        let also = columns.map(|(at, column)| format!(", {column} = v.column{}", at + 2));
        let sql = format!(
            "UPDATE data_subject_requests SET state = $2, updated_at = $3, version = version + 1{} \
             FROM (VALUES {list}) v WHERE tenant_id = $1 AND id = v.column1",
            also.collect::<String>()
        );
        moved += tx.execute(sql, values).await?;
    }
    Ok(moved)
}

/// Writes the state and `columns`, unless the request is no longer as it was read.
pub(crate) async fn move_request(
    tx: &TenantTx,
    request: &data_subject_request::Model,
    to: RequestState,
    columns: Vec<(&'static str, Value)>,
) -> Result<bool, AppError> {
    let mut values: Vec<Value> = vec![
        tx.tenant_id().into(),
        request.id.into(),
        request.state.to_value().into(),
        request.version.into(),
        to.to_value().into(),
        tx.now().into(),
    ];
    let mut assignments = Vec::new();
    for (column, value) in columns {
        values.push(value);
        assignments.push(format!(", {column} = ${}", values.len()));
    }
    let also = assignments.concat();
    let sql = format!(
        "UPDATE data_subject_requests SET state = $5, updated_at = $6, version = version + 1{also} \
         WHERE tenant_id = $1 AND id = $2 AND state = $3 AND version = $4"
    );
    Ok(tx.execute(sql, values).await? == 1)
}

/// Inserts a request, and tells webhook endpoints.
pub(crate) async fn insert_request(
    tx: &TenantTx,
    request: data_subject_request::Model,
) -> Result<data_subject_request::Model, AppError> {
    let request = request
        .into_active_model()
        .reset_all()
        .insert(tx.conn())
        .await?;
    let object = DataSubjectRequestId::from(request.id).to_string();
    webhooks::tell(tx, &[(WebhookEvent::of_request(request.state), object)]).await?;
    Ok(request)
}

/// More time for a request.
pub(crate) struct Extension {
    /// In all.
    pub(crate) months: i32,
    pub(crate) due_at: DateTime<Utc>,
    /// Sealed.
    pub(crate) reason: Vec<u8>,
}

/// Stores the extension of a locked request.
pub(crate) async fn extend_request(
    tx: &TenantTx,
    mut request: data_subject_request::Model,
    extension: Extension,
) -> Result<data_subject_request::Model, AppError> {
    request.extended_months = extension.months;
    request.due_at = extension.due_at;
    request.alarmed_days = None;
    request.extension_reason_ciphertext = Some(extension.reason);
    request.version = request.version.saturating_add(1);
    request.updated_at = tx.now();
    Ok(request
        .into_active_model()
        .reset_all()
        .update(tx.conn())
        .await?)
}
