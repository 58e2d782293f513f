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
use crate::db::{TenantTx, rows_per_statement, value_table};
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
    let named: Vec<&str> = std::iter::once("id")
        .chain(columns.iter().copied())
        .collect();
    let also = columns
        .iter()
        .map(|column| format!(", {column} = v.{column}"));
    let also = also.collect::<Vec<_>>().concat();
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let some = rows.by_ref().take(rows_per_statement(named.len()));
        let some = some.map(|(id, values)| std::iter::once(id.into()).chain(values).collect());
        let mut values: Vec<Value> =
            vec![tx.tenant_id().into(), to.to_value().into(), tx.now().into()];
        let new = value_table(tx.dialect(), values.len(), &named, some.collect())?;
        values.extend(new.values);
        let sql = format!(
            "UPDATE data_subject_requests AS r SET state = $2, updated_at = $3, version = r.version + 1{also} \
             FROM {} WHERE r.tenant_id = $1 AND r.id = v.id",
            new.sql
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
