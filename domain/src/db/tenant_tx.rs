//! A transaction inside one tenant, with the audit events and jobs that belong to it.
//!
//! Events are buffered and written by `commit`, which locks the head of the tenant's audit chain last: the head
//! serialises the tenant's writes, so it must be held as shortly as possible. Jobs are rows of the same transaction;
//! only their announcement waits for the commit.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DatabaseTransaction, QueryResult, Statement, Value};
use uuid::Uuid;

use super::{DbServices, Dialect};
use crate::audit::{self, AuditEvent};
use crate::events::Topic;
use crate::jobs::Announcement;
use crate::tenants::TenantScope;
use crate::{AppError, rng};

/// An open transaction of one tenant. Dropping rolls back.
pub struct TenantTx {
    tx: DatabaseTransaction,
    scope: TenantScope,
    dialect: Dialect,
    now: DateTime<Utc>,
    services: Arc<DbServices>,
    pending: Mutex<Pending>,
}

#[derive(Default)]
struct Pending {
    events: Vec<AuditEvent>,
    announcements: Vec<Announcement>,
    topics: Vec<Topic>,
}

impl TenantTx {
    pub(super) fn new(
        tx: DatabaseTransaction,
        scope: TenantScope,
        dialect: Dialect,
        services: Arc<DbServices>,
    ) -> Self {
        let now = services.clock.now();
        Self {
            tx,
            scope,
            dialect,
            now,
            services,
            pending: Mutex::default(),
        }
    }

    /// The tenant whose rows this transaction may touch.
    #[must_use]
    pub fn scope(&self) -> &TenantScope {
        &self.scope
    }

    /// The tenant's id: every query filters by it.
    #[must_use]
    pub fn tenant_id(&self) -> Uuid {
        self.scope.tenant_id()
    }

    /// The connection, for query modules.
    #[must_use]
    pub fn conn(&self) -> &DatabaseTransaction {
        &self.tx
    }

    /// The database's language.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// The instant at which this transaction began, by the process clock.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// Time, randomness, keys.
    #[must_use]
    pub fn services(&self) -> &DbServices {
        &self.services
    }

    /// A new id that sorts by time.
    #[must_use]
    pub fn new_id(&self) -> Uuid {
        rng::new_id(self.services.clock.as_ref(), self.services.rng.as_ref())
    }

    /// Adds an audit event to this transaction.
    pub fn record(&self, event: AuditEvent) {
        self.pending().events.push(event);
    }

    /// Announces a job when this transaction has committed.
    pub(crate) fn announce(&self, announcement: Announcement) {
        self.pending().announcements.push(announcement);
    }

    /// Wakes the subscriptions to `topic` when this transaction has committed.
    pub fn wake(&self, topic: Topic) {
        self.pending().topics.push(topic);
    }

    /// Runs raw SQL of a query module and returns its rows.
    ///
    /// # Errors
    /// As the database says.
    pub async fn query(
        &self,
        sql: impl Into<String> + Send,
        values: impl IntoIterator<Item = Value> + Send,
    ) -> Result<Vec<QueryResult>, AppError> {
        let statement = Statement::from_sql_and_values(self.dialect.backend(), sql.into(), values);
        Ok(self.tx.query_all_raw(statement).await?)
    }

    /// Runs raw SQL of a query module and returns how many rows it changed.
    ///
    /// # Errors
    /// As the database says.
    pub async fn execute(
        &self,
        sql: impl Into<String> + Send,
        values: impl IntoIterator<Item = Value> + Send,
    ) -> Result<u64, AppError> {
        let statement = Statement::from_sql_and_values(self.dialect.backend(), sql.into(), values);
        Ok(self.tx.execute_raw(statement).await?.rows_affected())
    }

    /// Appends the audit events, commits, then announces jobs and changes.
    ///
    /// # Errors
    /// As the database says; then nothing has happened.
    pub async fn commit(self) -> Result<(), AppError> {
        let Pending {
            events,
            announcements,
            topics,
        } = std::mem::take(&mut *self.pending());
        let services = self.services.clone();
        let tenant_id = self.tenant_id();
        let has_grown = !events.is_empty();
        if has_grown {
            audit::append(&self, events).await?;
        }
        let committed = self.tx.commit().await;
        // Not earlier, because the checkpoint that this asks for must see the new head; and after an error too, because a
        // connection that broke may have taken the commit with it.
        if has_grown {
            services.dirty_trails.mark(tenant_id);
        }
        committed?;
        services.queue.announce(announcements).await;
        services.events.publish(tenant_id, topics);
        Ok(())
    }

    fn pending(&self) -> MutexGuard<'_, Pending> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
