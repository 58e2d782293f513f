//! Tasks, messages and certificates of requests.
#![expect(clippy::disallowed_methods, reason = "a query module")]

use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
};
use uuid::Uuid;
use xorb_entities::privacy::{
    certificate, data_subject_request_message, data_subject_request_task,
};

use crate::AppError;
use crate::db::TenantTx;

/// The tasks of these requests, in the order in which they were made.
pub(crate) async fn list_tasks(
    tx: &TenantTx,
    request_ids: &[Uuid],
) -> Result<Vec<data_subject_request_task::Model>, AppError> {
    use data_subject_request_task::{Column, Entity};
    let select = Entity::find()
        .filter(Column::TenantId.eq(tx.tenant_id()))
        .filter(Column::RequestId.is_in(request_ids.iter().copied()))
        .order_by_asc(Column::Id);
    Ok(select.all(tx.conn()).await?)
}

/// The messages of these requests, oldest first.
pub(crate) async fn list_messages(
    tx: &TenantTx,
    request_ids: &[Uuid],
) -> Result<Vec<data_subject_request_message::Model>, AppError> {
    use data_subject_request_message::{Column, Entity};
    let select = Entity::find()
        .filter(Column::TenantId.eq(tx.tenant_id()))
        .filter(Column::RequestId.is_in(request_ids.iter().copied()))
        .order_by_asc(Column::SentAt)
        .order_by_asc(Column::Id);
    Ok(select.all(tx.conn()).await?)
}

/// Notes what the person was told.
pub(crate) async fn insert_message(
    tx: &TenantTx,
    message: data_subject_request_message::Model,
) -> Result<(), AppError> {
    message
        .into_active_model()
        .reset_all()
        .insert(tx.conn())
        .await?;
    Ok(())
}

/// The certificates of these requests.
pub(crate) async fn list_certificates(
    tx: &TenantTx,
    request_ids: &[Uuid],
) -> Result<Vec<certificate::Model>, AppError> {
    use certificate::{Column, Entity};
    let select = Entity::find()
        .filter(Column::TenantId.eq(tx.tenant_id()))
        .filter(Column::RequestId.is_in(request_ids.iter().copied()));
    Ok(select.all(tx.conn()).await?)
}
