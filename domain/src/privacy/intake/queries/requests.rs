//! `data_subject_requests` by their challenge.
#![expect(clippy::disallowed_methods, reason = "a query module")]

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;
use xorb_entities::privacy::RequestState;
use xorb_entities::privacy::data_subject_request::{Column, Entity, Model};

use crate::AppError;
use crate::db::TenantTx;

/// Whether a request waits for this challenge, and its time is not over.
pub(in crate::privacy::intake) async fn is_challenged(
    tx: &TenantTx,
    challenge_hash: &[u8],
) -> Result<bool, AppError> {
    let select = open(tx, challenge_hash.to_vec());
    Ok(select.one(tx.conn()).await?.is_some())
}

/// The request that waits for this challenge, locked until the transaction ends.
pub(in crate::privacy::intake) async fn lock_challenged(
    tx: &TenantTx,
    challenge_hash: Vec<u8>,
) -> Result<Option<Model>, AppError> {
    Ok(open(tx, challenge_hash)
        .lock_exclusive()
        .one(tx.conn())
        .await?)
}

/// Requests whose challenge nobody has met in time.
pub(in crate::privacy::intake) async fn find_expired(
    tx: &TenantTx,
    limit: u64,
) -> Result<Vec<Uuid>, AppError> {
    let select = waiting(tx)
        .filter(Column::ChallengeExpiresAt.lte(tx.now()))
        .order_by_asc(Column::ChallengeExpiresAt)
        .limit(limit);
    let expired = select.all(tx.conn()).await?;
    Ok(expired.into_iter().map(|request| request.id).collect())
}

fn open(tx: &TenantTx, challenge_hash: Vec<u8>) -> Select<Entity> {
    waiting(tx)
        .filter(Column::ChallengeHash.eq(challenge_hash))
        .filter(Column::ChallengeExpiresAt.gt(tx.now()))
}

fn waiting(tx: &TenantTx) -> Select<Entity> {
    Entity::find()
        .filter(Column::TenantId.eq(tx.tenant_id()))
        .filter(Column::State.eq(RequestState::Verifying))
}
