//! Which generations of the master key wrap how much, and the signing keys: what an operator looks at around a rotation.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, Statement};

use crate::tenants::{TenantScope, every_tenant};
use crate::{AppError, Core};

/// All keys of an installation, by what an operator must know of them.
#[derive(Clone, Debug)]
pub struct KeysInUse {
    /// Each generation of the master key, in the file or in the database: whether it is in the file, and how many keys it
    /// wraps.
    pub master: BTreeMap<u32, (bool, u64)>,
    /// The signing keys that are not retired.
    pub signing: Vec<SigningKeyInUse>,
    /// How many generations of tenants' keys there are, and the newest of any tenant.
    pub tenants: (u64, u32),
}

/// A signing key that signs, or will.
#[derive(Clone, Debug)]
pub struct SigningKeyInUse {
    /// What it signs.
    pub purpose: String,
    /// `active` or `next`.
    pub state: String,
    /// Its id in tokens and certificates.
    pub kid: String,
    /// When it was made, and so first published.
    pub created_at: DateTime<Utc>,
}

/// Counts the keys of all tenants.
///
/// # Errors
/// `Conflict` if the master key's file can't be read; as the database says.
pub async fn list_keys(core: &Core) -> Result<KeysInUse, AppError> {
    let master = core.keyring.read_again();
    let master = master.map_err(|error| AppError::Conflict(error.to_string()))?;
    let mut keys = KeysInUse {
        master: master.numbers().map(|number| (number, (true, 0))).collect(),
        signing: Vec::new(),
        tenants: (0, 0),
    };
    read_signing_keys(core, &mut keys).await?;
    let mut tenants = every_tenant(&core.db);
    while let Some(tenant) = tenants.next().await? {
        count_tenant_keys(core, tenant.scope(), &mut keys).await?;
    }
    Ok(keys)
}

async fn read_signing_keys(core: &Core, keys: &mut KeysInUse) -> Result<(), AppError> {
    let sql = "SELECT purpose, state, kid, created_at, master_generation FROM signing_keys ORDER BY purpose, state, id";
    let statement = Statement::from_string(core.db.dialect().backend(), sql);
    for row in core.db.untenanted_reads().query_all_raw(statement).await? {
        keys.wrapped_by(row.try_get("", "master_generation")?)?;
        let key = SigningKeyInUse {
            purpose: row.try_get("", "purpose")?,
            state: row.try_get("", "state")?,
            kid: row.try_get("", "kid")?,
            created_at: row.try_get("", "created_at")?,
        };
        if key.state != "retired" {
            keys.signing.push(key);
        }
    }
    Ok(())
}

async fn count_tenant_keys(
    core: &Core,
    scope: TenantScope,
    keys: &mut KeysInUse,
) -> Result<(), AppError> {
    let tx = core.db.read(&scope).await?;
    let sql = "SELECT generation, master_generation FROM tenant_keys WHERE tenant_id = $1 AND destroyed_at IS NULL";
    for row in tx.query(sql, [scope.tenant_id().into()]).await? {
        let generation: i32 = row.try_get("", "generation")?;
        keys.wrapped_by(row.try_get("", "master_generation")?)?;
        let generation = u32::try_from(generation).map_err(AppError::internal)?;
        keys.tenants = (keys.tenants.0 + 1, keys.tenants.1.max(generation));
    }
    Ok(())
}

impl KeysInUse {
    fn wrapped_by(&mut self, master_generation: i32) -> Result<(), AppError> {
        let number = u32::try_from(master_generation).map_err(AppError::internal)?;
        self.master.entry(number).or_insert((false, 0)).1 += 1;
        Ok(())
    }
}
