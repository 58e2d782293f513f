//! Reminds of keys before they end, 14 days and 3 days: their person, or the owners for a service account's. Looked for by a
//! schedule; each key has each reminder once, because whoever sends it notes it in the key's row.

use xorb_entities::ids::ApiKeyId;

use crate::db::TenantTx;
use crate::identity::mails::{Letter, tell_owners, tell_user};
use crate::identity::queries::find_user;
use crate::identity::queries::key_reminders::{EndingKey, has_ending_keys, take_ending_keys};
use crate::tenants::{TenantScope, every_tenant};
use crate::{AppError, Core};

/// Days before the end, the most urgent first: a key that is made for less has only that one.
const REMINDERS: [i32; 2] = [3, 14];

/// Sends what nobody has sent yet, in all tenants. How many there were.
///
/// # Errors
/// As the database says; the next call goes on where this one stopped.
pub async fn remind_of_ending_keys(core: &Core) -> Result<usize, AppError> {
    let mut sent = 0;
    let mut tenants = every_tenant(&core.db);
    while let Some(tenant) = tenants.next().await? {
        let scope = tenant.scope();
        sent += remind_in(core, &scope).await?;
    }
    Ok(sent)
}

async fn remind_in(core: &Core, scope: &TenantScope) -> Result<usize, AppError> {
    let tx = core.db.read(scope).await?;
    let mut is_due = false;
    for days in REMINDERS {
        is_due |= has_ending_keys(&tx, days).await?;
    }
    drop(tx);
    if !is_due {
        return Ok(0);
    }
    let tx = core.db.write(scope).await?;
    let mut sent = 0;
    for days in REMINDERS {
        for key in take_ending_keys(&tx, days).await? {
            tell(&tx, &key).await?;
            sent += 1;
        }
    }
    tx.commit().await?;
    Ok(sent)
}

async fn tell(tx: &TenantTx, key: &EndingKey) -> Result<(), AppError> {
    let owner = find_user(tx, key.user_id).await?;
    let letter = |tenant_name| Letter::ApiKeyEnds {
        tenant_name,
        key: ApiKeyId::from(key.id).to_string(),
        expires_at: key.expires_at,
    };
    if owner.is_service_account() {
        tell_owners(tx, letter).await
    } else {
        tell_user(tx, &owner, letter).await
    }
}
