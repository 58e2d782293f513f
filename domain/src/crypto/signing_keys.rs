//! The platform's signing keys in the database: per purpose one that signs, the next one, which is published before it
//! signs, and retired ones, which still verify.
//!
//! Two processes that start at once may both make a first key: the oldest active one signs, and every public key is
//! published, so both are right.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ActiveEnum, ConnectionTrait, QueryResult, Statement, Value};
use serde_json::json;
use uuid::Uuid;
use xorb_entities::tenants::signing_key::{SigningKeyPurpose, SigningKeyState};

use super::{Place, PublicKey, SigningKey};
use crate::audit::{AuditAction, AuditEvent};
use crate::db::Db;
use crate::identity::Actor;
use crate::rng::new_id;
use crate::{AppError, Core};

pub(super) const SIGNING_KEY: Place = Place {
    table: "signing_keys",
    column: "wrapped_key",
};

/// How long the next key is published before it signs.
const PUBLISHED_FOR: TimeDelta = TimeDelta::days(1);

/// The keys of one purpose.
#[derive(Debug)]
pub struct SigningKeys {
    /// The one that signs.
    pub active: SigningKey,
    /// All public keys whose private half the master key opens, with the instant at which they retired.
    pub public: Vec<(PublicKey, Option<DateTime<Utc>>)>,
}

/// Reads the keys of a purpose; makes an active and a next one if they are missing.
///
/// # Errors
/// `Internal` if a key was wrapped by another master key; as the database says.
pub async fn load_signing_keys(
    db: &Db,
    purpose: SigningKeyPurpose,
) -> Result<SigningKeys, AppError> {
    if let Some(keys) = read_keys(db, purpose).await? {
        return Ok(keys);
    }
    for state in [SigningKeyState::Active, SigningKeyState::Next] {
        insert_missing(db, db.untenanted(), purpose, state).await?;
    }
    let keys = read_keys(db, purpose).await?;
    keys.ok_or_else(|| AppError::internal("there is no active signing key"))
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
    let rows = read_rows(db, purpose).await?;
    let keys = rows.iter().filter_map(|row| read_private(db, row).ok());
    Ok(keys.map(|key| key.public().clone()).collect())
}

/// `None` unless there are an active and a next one.
async fn read_keys(db: &Db, purpose: SigningKeyPurpose) -> Result<Option<SigningKeys>, AppError> {
    let (mut active, mut unopened, mut has_next, mut public) = (None, None, false, Vec::new());
    for row in read_rows(db, purpose).await? {
        let state: String = row.try_get("", "state")?;
        let is_active = state == SigningKeyState::Active.to_value();
        match read_private(db, &row) {
            Ok(key) => {
                has_next |= state == SigningKeyState::Next.to_value();
                public.push((key.public().clone(), row.try_get("", "retired_at")?));
                active = active.or(is_active.then_some(key));
            }
            Err(error) if is_active => unopened = Some(error),
            // Retired under a master key that is gone, or put there by somebody without it: not believed.
            Err(error) => tracing::warn!(%error, "a signing key can't be opened and is left out"),
        }
    }
    match (active, unopened) {
        (None, Some(error)) => Err(error),
        (active, _) => Ok(active
            .filter(|_| has_next)
            .map(|active| SigningKeys { active, public })),
    }
}

async fn read_rows(db: &Db, purpose: SigningKeyPurpose) -> Result<Vec<QueryResult>, AppError> {
    let sql = "SELECT id, wrapped_key, state, retired_at FROM signing_keys \
               WHERE purpose = $1 ORDER BY created_at, id";
    let statement =
        Statement::from_sql_and_values(db.dialect().backend(), sql, [purpose.to_value().into()]);
    Ok(db.untenanted_reads().query_all_raw(statement).await?)
}

/// Retires the active key of a purpose, lets the next one sign and makes a new next one. Unless `at_once`, the next one
/// must have been published for a day, so that whoever verifies has seen it.
///
/// # Errors
/// `Conflict` if the next key is too young; as the database says.
pub async fn rotate_signing_key(
    core: &Core,
    purpose: SigningKeyPurpose,
    at_once: bool,
) -> Result<(), AppError> {
    let db = &core.db;
    load_signing_keys(db, purpose).await?;
    if !at_once && !is_next_known(db, purpose).await? {
        let message = "the next key was published less than a day ago, so others may not know it yet; wait, or rotate at once";
        return Err(AppError::Conflict(message.to_owned()));
    }
    let tx = db.write(&core.platform()).await?;
    for sql in [
        "UPDATE signing_keys SET state = 'retired', retired_at = $2 WHERE purpose = $1 AND state = 'active'",
        "UPDATE signing_keys SET state = 'active', activated_at = $2 WHERE purpose = $1 AND state = 'next'",
    ] {
        let values: [Value; 2] = [purpose.to_value().into(), tx.now().into()];
        tx.execute(sql, values).await?;
    }
    insert_missing(db, tx.conn(), purpose, SigningKeyState::Next).await?;
    let event = AuditEvent::new(AuditAction::KeyRotated, &Actor::system(core.platform()));
    tx.record(event.payload(None, json!({ "key": purpose.to_value() })));
    tx.commit().await
}

async fn is_next_known(db: &Db, purpose: SigningKeyPurpose) -> Result<bool, AppError> {
    let sql = "SELECT created_at FROM signing_keys WHERE purpose = $1 AND state = 'next'";
    let statement =
        Statement::from_sql_and_values(db.dialect().backend(), sql, [purpose.to_value().into()]);
    let row = db.untenanted_reads().query_one_raw(statement).await?;
    let published: Option<DateTime<Utc>> =
        row.map(|row| row.try_get("", "created_at")).transpose()?;
    Ok(published.is_some_and(|at| db.services().clock.now() - at >= PUBLISHED_FOR))
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
        .wrap(rng, SIGNING_KEY, Uuid::nil(), id, &seed)
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

fn read_private(db: &Db, row: &QueryResult) -> Result<SigningKey, AppError> {
    let id: Uuid = row.try_get("", "id")?;
    let wrapped: Vec<u8> = row.try_get("", "wrapped_key")?;
    let seed = db
        .services()
        .keyring
        .unwrap(SIGNING_KEY, Uuid::nil(), id, &wrapped)
        .map_err(|cause| {
            AppError::internal(format!(
                "the signing keys of this database were wrapped by another master key than the one in use: {cause}"
            ))
        })?;
    SigningKey::from_seed(&seed).map_err(AppError::internal)
}
