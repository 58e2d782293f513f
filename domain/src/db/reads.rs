//! The reading side of one API operation: one lazy transaction for all its resolvers, and the audit of what it read.
//!
//! A mutation resets it after its commit, so that its payload sees what was written.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::RwLock;

use super::TenantTx;
use crate::audit::AuditEvent;
use crate::identity::{Actor, Permission};
use crate::{AppError, Core};

/// Who reads, and through which transaction.
pub struct ReadSession {
    core: Arc<Core>,
    actor: Actor,
    tx: RwLock<Option<Arc<TenantTx>>>,
    sensitive: Mutex<Vec<AuditEvent>>,
}

impl ReadSession {
    /// A session in which nothing has been read yet; no connection is taken.
    #[must_use]
    pub fn new(core: Arc<Core>, actor: Actor) -> Self {
        Self {
            core,
            actor,
            tx: RwLock::default(),
            sensitive: Mutex::default(),
        }
    }

    /// The same within a transaction that is open already, if there is one: of the same tenant, begun by `Db::read`.
    #[must_use]
    pub fn within(core: Arc<Core>, actor: Actor, tx: Option<TenantTx>) -> Self {
        Self {
            tx: RwLock::new(tx.map(Arc::new)),
            ..Self::new(core, actor)
        }
    }

    /// The one who reads.
    #[must_use]
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The house.
    #[must_use]
    pub fn core(&self) -> &Core {
        &self.core
    }

    /// Lets the reader pass as `Core::authorise` does. A denial is written in a transaction of its own: this one ends before, so
    /// that nobody waits for a connection while holding another.
    ///
    /// # Errors
    /// As `Core::authorise`.
    pub async fn authorise(
        &self,
        permission: Permission,
        object: Option<&str>,
    ) -> Result<(), AppError> {
        if !self.actor.holds(permission) {
            self.reset().await;
        }
        self.core.authorise(&self.actor, permission, object).await
    }

    /// The operation's read transaction, opened at first use.
    ///
    /// # Errors
    /// `Unavailable` if the database is away.
    pub async fn tx(&self) -> Result<Arc<TenantTx>, AppError> {
        if let Some(tx) = self.tx.read().await.as_ref() {
            return Ok(tx.clone());
        }
        let mut slot = self.tx.write().await;
        if let Some(tx) = slot.as_ref() {
            return Ok(tx.clone());
        }
        let tx = Arc::new(self.core.db.read(&self.actor.scope).await?);
        *slot = Some(tx.clone());
        Ok(tx)
    }

    /// Ends the current transaction; the next read sees what has been committed since.
    pub async fn reset(&self) {
        self.tx.write().await.take();
    }

    /// Notes a read that the audit trail must know: evidence, exports, requests, the trail itself.
    pub fn record(&self, event: AuditEvent) {
        let mut sensitive = self
            .sensitive
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        sensitive.push(event);
    }

    /// Ends the operation: writes the noted reads. Call it before the answer leaves, and give no answer if it fails.
    ///
    /// # Errors
    /// As the database says.
    pub async fn finish(&self) -> Result<(), AppError> {
        self.reset().await;
        let events = std::mem::take(
            &mut *self
                .sensitive
                .lock()
                .unwrap_or_else(PoisonError::into_inner),
        );
        if events.is_empty() {
            return Ok(());
        }
        let tx = self.core.db.write(&self.actor.scope).await?;
        for event in events {
            tx.record(event);
        }
        tx.commit().await
    }
}
