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

/// Requests whose challenge nobody has met in time: they still wait for it, or have ended without it.
pub(in crate::privacy::intake) async fn find_expired(
    tx: &TenantTx,
    limit: u64,
) -> Result<Vec<Model>, AppError> {
    let unconfirmed = [
        RequestState::Verifying,
        RequestState::ExpiredUnverified,
        RequestState::Refused,
        RequestState::RoutedToController,
        RequestState::Withdrawn,
    ];
    let select = all(tx)
        .filter(Column::State.is_in(unconfirmed))
        .filter(Column::ChallengeHash.is_not_null())
        .filter(Column::ChallengeExpiresAt.lte(tx.now()))
        .order_by_asc(Column::ChallengeExpiresAt)
        .limit(limit);
    Ok(select.all(tx.conn()).await?)
}

/// Takes the challenge and the person of the letter out of a request that has ended.
pub(in crate::privacy::intake) async fn forget_challenge(
    tx: &TenantTx,
    request_id: Uuid,
) -> Result<(), AppError> {
    let sql = "UPDATE data_subject_requests SET challenge_hash = NULL, challenge_expires_at = NULL, subject_id = NULL, \
               updated_at = $3 WHERE tenant_id = $1 AND id = $2";
    let values = [tx.tenant_id().into(), request_id.into(), tx.now().into()];
    tx.execute(sql, values).await?;
    Ok(())
}

fn open(tx: &TenantTx, challenge_hash: Vec<u8>) -> Select<Entity> {
    all(tx)
        .filter(Column::State.eq(RequestState::Verifying))
        .filter(Column::ChallengeHash.eq(challenge_hash))
        .filter(Column::ChallengeExpiresAt.gt(tx.now()))
}

fn all(tx: &TenantTx) -> Select<Entity> {
    Entity::find().filter(Column::TenantId.eq(tx.tenant_id()))
}
