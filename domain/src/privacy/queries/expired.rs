//! What has outlived its retention class, and its deletion in batches. `$1` is the tenant, `$2` the instant at or before
//! which it must have ended.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;
use xorb_entities::map::Retention;

use crate::AppError;
use crate::db::TenantTx;
use crate::privacy::mentions::{AUDIT_PAYLOADS, WEBHOOK_ENDPOINTS, forget_rows};

/// How many rows a batch deletes at most, so that no transaction holds its locks for long.
const BATCH: u16 = 500;

/// Rows of one table that are swept.
#[derive(Clone, Copy, Debug)]
pub(in crate::privacy) struct Expired {
    table: &'static str,
    key: &'static str,
    condition: &'static str,
    /// How long they are kept after their end; `None` if `expires_at` says it already.
    kept: Option<Retention>,
}

impl Expired {
    /// Tokens and impersonations before their sessions, and deliveries before their endpoints, which they refer to.
    pub(in crate::privacy) const ALL: [Self; 18] = [
        Self {
            table: "idempotency_keys",
            key: "subject_id, operation, key_hash",
            condition: "expires_at <= $2",
            kept: None,
        },
        Self {
            table: "refresh_tokens",
            key: "id",
            condition: "session_id IN (SELECT id FROM sessions WHERE tenant_id = $1 AND expires_at <= $2)",
            kept: Some(Retention::LogIn),
        },
        Self {
            table: "impersonations",
            key: "id",
            condition: "grant_id IN (SELECT id FROM support_grants WHERE tenant_id = $1 AND expires_at <= $2)",
            kept: Some(Retention::LogIn),
        },
        Self {
            table: "support_grants",
            key: "id",
            condition: "expires_at <= $2 AND NOT EXISTS (SELECT 1 FROM impersonations \
                        WHERE impersonations.tenant_id = $1 AND impersonations.grant_id = support_grants.id)",
            kept: Some(Retention::LogIn),
        },
        Self {
            table: "sessions",
            key: "id",
            condition: "expires_at <= $2 AND NOT EXISTS (SELECT 1 FROM refresh_tokens \
                        WHERE refresh_tokens.tenant_id = $1 AND refresh_tokens.session_id = sessions.id) \
                        AND NOT EXISTS (SELECT 1 FROM impersonations \
                        WHERE impersonations.tenant_id = $1 AND impersonations.session_id = sessions.id)",
            kept: Some(Retention::LogIn),
        },
        Self {
            table: "known_devices",
            key: "id",
            condition: "expires_at <= $2",
            kept: None,
        },
        Self {
            table: "passkey_ceremonies",
            key: "id",
            condition: "expires_at <= $2",
            kept: None,
        },
        Self {
            table: "federation_states",
            key: "id",
            condition: "expires_at <= $2",
            kept: None,
        },
        Self {
            table: "mfa_challenges",
            key: "id",
            condition: "expires_at <= $2",
            kept: None,
        },
        Self {
            table: "api_keys",
            key: "id",
            condition: "COALESCE(revoked_at, expires_at) <= $2",
            kept: Some(Retention::LogIn),
        },
        Self {
            table: "password_resets",
            key: "id",
            condition: "expires_at <= $2",
            kept: Some(Retention::LogIn),
        },
        Self {
            table: "email_changes",
            key: "id",
            condition: "expires_at <= $2",
            kept: Some(Retention::LogIn),
        },
        Self {
            table: "invitations",
            key: "id",
            condition: "COALESCE(accepted_at, expires_at) <= $2",
            kept: Some(Retention::LogIn),
        },
        Self {
            table: "outgoing_mails",
            key: "id",
            condition: "state <> 'queued' AND COALESCE(sent_at, created_at) <= $2",
            kept: Some(Retention::Mail),
        },
        Self {
            table: AUDIT_PAYLOADS,
            key: "id",
            condition: "expires_at <= $2",
            kept: None,
        },
        Self {
            table: "webhook_keys",
            key: "id",
            condition: "expires_at <= $2",
            kept: None,
        },
        Self {
            table: "webhook_deliveries",
            key: "id",
            condition: "finished_at <= $2",
            kept: Some(Retention::Work),
        },
        Self {
            table: WEBHOOK_ENDPOINTS,
            key: "id",
            condition: "deleted_at <= $2 AND NOT EXISTS (SELECT 1 FROM webhook_deliveries \
                        WHERE webhook_deliveries.tenant_id = $1 AND endpoint_id = webhook_endpoints.id)",
            kept: Some(Retention::Work),
        },
    ];

    /// Whether there is any.
    pub(in crate::privacy) async fn exists(self, tx: &TenantTx) -> Result<bool, AppError> {
        let Self {
            table, condition, ..
        } = self;
        let sql =
            format!("SELECT 1 AS one FROM {table} WHERE tenant_id = $1 AND {condition} LIMIT 1");
        let rows = tx
            .query(sql, [tx.tenant_id().into(), self.ended_by(tx.now()).into()])
            .await?;
        Ok(!rows.is_empty())
    }

    /// Deletes a batch; how many it were.
    pub(in crate::privacy) async fn delete_batch(self, tx: &TenantTx) -> Result<u64, AppError> {
        let Self {
            table,
            key,
            condition,
            ..
        } = self;
        let sql = format!(
            "DELETE FROM {table} WHERE tenant_id = $1 AND ({key}) IN \
             (SELECT {key} FROM {table} WHERE tenant_id = $1 AND {condition} LIMIT {BATCH})"
        );
        let values = [tx.tenant_id().into(), self.ended_by(tx.now()).into()];
        if ![AUDIT_PAYLOADS, WEBHOOK_ENDPOINTS].contains(&table) {
            return tx.execute(sql, values).await;
        }
        let deleted = tx.query(sql + " RETURNING id", values).await?;
        let ids = deleted.iter().map(|row| row.try_get::<Uuid>("", "id"));
        let keys: Vec<String> = ids
            .map(|id| id.map(|id| id.to_string()))
            .collect::<Result<_, _>>()?;
        forget_rows(tx, table, &keys).await?;
        Ok(u64::try_from(keys.len()).unwrap_or(u64::MAX))
    }

    fn ended_by(self, now: DateTime<Utc>) -> DateTime<Utc> {
        let days = self.kept.and_then(Retention::days).unwrap_or_default();
        now - TimeDelta::days(i64::from(days))
    }
}
