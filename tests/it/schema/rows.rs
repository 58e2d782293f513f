//! The rows that the scenarios stand on, written by plain SQL.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr};
use uuid::Uuid;

use super::migrated_database::execute;

pub const TENANT: Uuid = Uuid::from_u128(0x10);
pub const OTHER_TENANT: Uuid = Uuid::from_u128(0x20);
pub const PERSON: Uuid = Uuid::from_u128(0x11);
pub const ASSET: Uuid = Uuid::from_u128(0x12);

pub fn at() -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000, 123_456_000).unwrap()
}

/// Two tenants; one of them has a person and an asset.
pub async fn two_tenants<C: ConnectionTrait>(db: &C) {
    tenant(db, TENANT).await;
    tenant(db, OTHER_TENANT).await;
    subject(db, TENANT, PERSON).await;
    asset(db, TENANT, ASSET, None).await.unwrap();
}

async fn tenant<C: ConnectionTrait>(db: &C, id: Uuid) {
    let sql = "INSERT INTO tenants (id, slug, name, status, created_at) VALUES ($1, $2, 'A tenant', 'active', $3)";
    execute(db, sql, [id.into(), id.to_string().into(), at().into()])
        .await
        .unwrap();
}

pub async fn subject<C: ConnectionTrait>(db: &C, tenant: Uuid, id: Uuid) {
    let sql = "INSERT INTO data_subjects (tenant_id, id, kind, state, created_at) VALUES ($1, $2, 'user', 'active', $3)";
    execute(db, sql, [tenant.into(), id.into(), at().into()])
        .await
        .unwrap();
}

pub async fn set_subject_state<C: ConnectionTrait>(db: &C, state: &str) -> Result<u64, DbErr> {
    let sql = "UPDATE data_subjects SET state = $3 WHERE tenant_id = $1 AND id = $2";
    execute(db, sql, [TENANT.into(), PERSON.into(), state.into()]).await
}

/// The erasure's key to the fence, for `PERSON`.
pub async fn erasure_pass<C: ConnectionTrait>(db: &C) {
    let sql = "INSERT INTO erasure_passes (tenant_id, subject_id, created_at) VALUES ($1, $2, $3)";
    execute(db, sql, [TENANT.into(), PERSON.into(), at().into()])
        .await
        .unwrap();
}

pub async fn asset<C: ConnectionTrait>(
    db: &C,
    tenant: Uuid,
    id: Uuid,
    subject: Option<Uuid>,
) -> Result<u64, DbErr> {
    let sql = "INSERT INTO assets (tenant_id, id, subject_id, name, kind, address, host, created_at, updated_at) \
               VALUES ($1, $2, $3, 'Shop', 'web', $4, 'shop.example', $5, $5)";
    let address = format!("https://shop.example/{id}");
    let values = [
        tenant.into(),
        id.into(),
        subject.into(),
        address.into(),
        at().into(),
    ];
    execute(db, sql, values).await
}

pub async fn scan<C: ConnectionTrait>(
    db: &C,
    tenant: Uuid,
    id: Uuid,
    asset: Uuid,
) -> Result<u64, DbErr> {
    let sql = "INSERT INTO scans (tenant_id, id, asset_id, profile, state, created_at) \
               VALUES ($1, $2, $3, 'quick', 'queued', $4)";
    execute(
        db,
        sql,
        [tenant.into(), id.into(), asset.into(), at().into()],
    )
    .await
}

pub async fn audit_event<C: ConnectionTrait>(db: &C, seq: i64) {
    let sql = "INSERT INTO audit_events (tenant_id, seq, at, actor_kind, action, outcome, commitments, prev_hash, hash) \
               VALUES ($1, $2, $3, 'system', 'scan.started', 'success', $4, $4, $4)";
    let values = [
        TENANT.into(),
        seq.into(),
        at().into(),
        vec![0_u8; 32].into(),
    ];
    execute(db, sql, values).await.unwrap();
}
