//! The platform's signing keys in the database: per purpose one that signs, the next one, which is published before it
//! signs, and retired ones, which still verify.
//!
//! Two processes that start at once may both make a first key: the oldest active one signs, and every public key is
//! published, so both are right.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveEnum, ConnectionTrait, QueryResult, Statement, TransactionTrait, Value};
use uuid::Uuid;
use xorb_entities::tenants::signing_key::{SigningKeyPurpose, SigningKeyState};

use super::{Place, PublicKey, SigningKey};
use crate::AppError;
use crate::db::Db;
use crate::rng::new_id;

const PLACE: Place = Place {
    table: "signing_keys",
    column: "wrapped_key",
};

/// The keys of one purpose.
#[derive(Debug)]
pub struct SigningKeys {
    /// The one that signs.
    pub active: SigningKey,
    /// All public keys, with the instant at which they retired.
    pub public: Vec<(PublicKey, Option<DateTime<Utc>>)>,
}

/// Reads the keys of a purpose; makes an active and a next one if there are none.
///
/// # Errors
/// `Internal` if a key was wrapped by another master key; as the database says.
pub async fn load_signing_keys(
    db: &Db,
    purpose: SigningKeyPurpose,
) -> Result<SigningKeys, AppError> {
    for state in [SigningKeyState::Active, SigningKeyState::Next] {
        insert_missing(db, db.untenanted(), purpose, state).await?;
    }
    let sql = "SELECT id, public_key, wrapped_key, state, retired_at FROM signing_keys \
               WHERE purpose = $1 ORDER BY created_at, id";
    let statement =
        Statement::from_sql_and_values(db.dialect().backend(), sql, [purpose.to_value().into()]);
    let rows = db.untenanted().query_all_raw(statement).await?;
    let mut active = None;
    let mut public = Vec::with_capacity(rows.len());
    for row in &rows {
        public.push(read_public(row)?);
        let state: String = row.try_get("", "state")?;
        if active.is_none() && state == SigningKeyState::Active.to_value() {
            active = Some(read_private(db, row)?);
        }
    }
    let active = active.ok_or_else(|| AppError::internal("there is no active signing key"))?;
    Ok(SigningKeys { active, public })
}

/// The public keys of a purpose whose private half this installation's master key opens. A row that somebody put into the
/// table without the master key is none of them.
///
/// # Errors
/// As the database says.
pub async fn genuine_public_keys(
    db: &Db,
    purpose: SigningKeyPurpose,
) -> Result<Vec<PublicKey>, AppError> {
    let sql = "SELECT id, wrapped_key FROM signing_keys WHERE purpose = $1 ORDER BY created_at, id";
    let statement =
        Statement::from_sql_and_values(db.dialect().backend(), sql, [purpose.to_value().into()]);
    let rows = db.untenanted_reads().query_all_raw(statement).await?;
    let keys = rows.iter().filter_map(|row| read_private(db, row).ok());
    Ok(keys.map(|key| key.public().clone()).collect())
}

/// Retires the active key of a purpose, lets the next one sign and makes a new next one.
///
/// # Errors
/// As the database says.
pub async fn rotate_signing_key(db: &Db, purpose: SigningKeyPurpose) -> Result<(), AppError> {
    let tx = db.untenanted().begin().await?;
    let now = db.services().clock.now();
    for sql in [
        "UPDATE signing_keys SET state = 'retired', retired_at = $2 WHERE purpose = $1 AND state = 'active'",
        "UPDATE signing_keys SET state = 'active', activated_at = $2 WHERE purpose = $1 AND state = 'next'",
    ] {
        let values: [Value; 2] = [purpose.to_value().into(), now.into()];
        let statement = Statement::from_sql_and_values(db.dialect().backend(), sql, values);
        tx.execute_raw(statement).await?;
    }
    insert_missing(db, &tx, purpose, SigningKeyState::Next).await?;
    tx.commit().await?;
    Ok(())
}

async fn insert_missing(
    db: &Db,
    connection: &impl ConnectionTrait,
    purpose: SigningKeyPurpose,
    state: SigningKeyState,
) -> Result<(), AppError> {
    let services = db.services();
    let (rng, now) = (services.rng.as_ref(), services.clock.now());
    let id = new_id(services.clock.as_ref(), rng);
    let (key, seed) = SigningKey::generate(rng).map_err(AppError::internal)?;
    let wrapped = services
        .keyring
        .wrap(rng, PLACE, Uuid::nil(), id, &seed)
        .map_err(AppError::internal)?;
    let master_generation = i32::try_from(wrapped.master_generation).map_err(AppError::internal)?;
    let activated_at = (state == SigningKeyState::Active).then_some(now);
    let values: [Value; 9] = [
        id.into(),
        purpose.to_value().into(),
        key.public().kid().into(),
        key.public().bytes().to_vec().into(),
        wrapped.bytes.into(),
        master_generation.into(),
        state.to_value().into(),
        now.into(),
        activated_at.into(),
    ];
    let sql = "INSERT INTO signing_keys (id, purpose, kid, public_key, wrapped_key, master_generation, state, \
               created_at, activated_at) SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9 \
               WHERE NOT EXISTS (SELECT 1 FROM signing_keys WHERE purpose = $2 AND state = $7)";
    let statement = Statement::from_sql_and_values(db.dialect().backend(), sql, values);
    connection.execute_raw(statement).await?;
    Ok(())
}

fn read_public(row: &QueryResult) -> Result<(PublicKey, Option<DateTime<Utc>>), AppError> {
    let bytes: Vec<u8> = row.try_get("", "public_key")?;
    let key = PublicKey::from_slice(&bytes)
        .ok_or_else(|| AppError::internal("a public key in signing_keys is malformed"))?;
    Ok((key, row.try_get("", "retired_at")?))
}

fn read_private(db: &Db, row: &QueryResult) -> Result<SigningKey, AppError> {
    let id: Uuid = row.try_get("", "id")?;
    let wrapped: Vec<u8> = row.try_get("", "wrapped_key")?;
    let seed = db
        .services()
        .keyring
        .unwrap(PLACE, Uuid::nil(), id, &wrapped)
        .map_err(|cause| {
            AppError::internal(format!(
                "the signing keys of this database were wrapped by another master key than the one in use: {cause}"
            ))
        })?;
    SigningKey::from_seed(&seed).map_err(AppError::internal)
}
