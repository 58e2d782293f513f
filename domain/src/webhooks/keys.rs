//! The keys of an endpoint: sealed under the tenant's key, opened to sign, and replaced with an overlap.

use uuid::Uuid;
use xorb_entities::webhooks::{WebhookSignatureScheme, webhook_key};

use super::key::WebhookKey;
use super::queries;
use crate::AppError;
use crate::crypto::{Place, open_for_tenant, seal_for_tenant};
use crate::db::TenantTx;
use crate::secret::Secret;

const PLACE: Place = Place {
    table: "webhook_keys",
    column: "sealed_key",
};

/// Makes a key for an endpoint and returns the secret that the receiver needs, which is shown this once.
pub(super) async fn create_key(
    tx: &TenantTx,
    endpoint_id: Uuid,
    scheme: WebhookSignatureScheme,
) -> Result<Option<Secret<String>>, AppError> {
    let key = WebhookKey::generate(scheme, tx.services().rng.as_ref());
    let id = tx.new_id();
    let row = webhook_key::Model {
        tenant_id: tx.tenant_id(),
        id,
        endpoint_id,
        scheme: key.scheme(),
        sealed_key: seal_for_tenant(tx, PLACE, id, key.bytes()).await?,
        public_key: key.public_key()?,
        created_at: tx.now(),
        expires_at: None,
    };
    queries::insert_key(tx, row).await?;
    Ok(key.shared_secret())
}

/// The keys that sign now, newest first.
pub(super) async fn open_keys(
    tx: &TenantTx,
    endpoint_id: Uuid,
) -> Result<Vec<WebhookKey>, AppError> {
    let mut keys = Vec::new();
    for row in queries::live_keys(tx, &[endpoint_id]).await? {
        let bytes = Secret::new(open_for_tenant(tx, PLACE, row.id, &row.sealed_key).await?);
        keys.push(WebhookKey::from_bytes(row.scheme, bytes.expose())?);
    }
    Ok(keys)
}
