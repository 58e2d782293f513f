//! What the resolvers of one operation share: who calls, the read transaction, the loader, and what was read that the
//! audit trail must know.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use async_graphql::Context;
use async_graphql::dataloader::DataLoader;
use uuid::Uuid;
use xorb_domain::db::ReadSession;
use xorb_domain::findings::record_evidence_read;
use xorb_domain::identity::{Actor, RequestInfo};
use xorb_domain::{AppError, Core};

use super::{Payload, Reads};

/// One operation, from its first resolver to its answer.
pub struct RequestScope {
    core: Arc<Core>,
    request: RequestInfo,
    known: Option<Known>,
    evidence_read: Mutex<BTreeSet<Uuid>>,
}

/// What there is for somebody who has logged in.
struct Known {
    reads: Arc<ReadSession>,
    /// Made when something nested is asked for.
    loader: OnceLock<DataLoader<Reads>>,
}

impl RequestScope {
    /// The scope of somebody known.
    #[must_use]
    pub fn of_actor(core: Arc<Core>, actor: Actor) -> Self {
        let reads = ReadSession::new(Arc::clone(&core), actor);
        Self::of_reader(core, reads)
    }

    /// The scope of somebody known who reads in this session.
    #[must_use]
    pub fn of_reader(core: Arc<Core>, reads: ReadSession) -> Self {
        let request = reads.actor().request.clone();
        let (reads, loader) = (Arc::new(reads), OnceLock::new());
        Self {
            core,
            request,
            known: Some(Known { reads, loader }),
            evidence_read: Mutex::default(),
        }
    }

    /// The scope of somebody who has not logged in.
    #[must_use]
    pub fn anonymous(core: Arc<Core>, request: RequestInfo) -> Self {
        Self {
            core,
            request,
            known: None,
            evidence_read: Mutex::default(),
        }
    }

    /// The house.
    #[must_use]
    pub fn core(&self) -> &Arc<Core> {
        &self.core
    }

    /// Where the request came from.
    #[must_use]
    pub fn request(&self) -> &RequestInfo {
        &self.request
    }

    /// The one who calls.
    ///
    /// # Errors
    /// `Unauthenticated` for nobody.
    pub fn actor(&self) -> Result<&Actor, AppError> {
        Ok(self.known()?.reads.actor())
    }

    /// The operation's reading side.
    ///
    /// # Errors
    /// `Unauthenticated` for nobody.
    pub fn reads(&self) -> Result<&Arc<ReadSession>, AppError> {
        Ok(&self.known()?.reads)
    }

    /// The loader of nested objects.
    ///
    /// # Errors
    /// `Unauthenticated` for nobody.
    pub fn loader(&self) -> Result<&DataLoader<Reads>, AppError> {
        let known = self.known()?;
        let new = || Reads::loader(known.reads.clone());
        Ok(known.loader.get_or_init(new))
    }

    /// The last move of a mutation: its payload, which sees what was written.
    ///
    /// # Errors
    /// Every error that is not a business error.
    pub async fn settle<P: Payload>(
        &self,
        outcome: Result<P::Value, AppError>,
    ) -> Result<P, AppError> {
        self.reset().await;
        P::settle(outcome)
    }

    /// Ends the read transaction; the next read sees what has been committed since.
    pub async fn reset(&self) {
        if let Some(known) = &self.known {
            known.reads.reset().await;
        }
    }

    /// Notes that the evidence of a finding goes into the answer.
    pub fn note_evidence(&self, finding_id: Uuid) {
        let mut noted = self
            .evidence_read
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        noted.insert(finding_id);
    }

    /// Ends the operation, or one event of a subscription: writes the audit of what was read. Without it, no answer.
    ///
    /// # Errors
    /// As the database says.
    pub async fn finish(&self) -> Result<(), AppError> {
        let Some(known) = &self.known else {
            return Ok(());
        };
        let noted = std::mem::take(
            &mut *self
                .evidence_read
                .lock()
                .unwrap_or_else(PoisonError::into_inner),
        );
        let noted: Vec<Uuid> = noted.into_iter().collect();
        record_evidence_read(&known.reads, &noted);
        known.reads.finish().await
    }

    fn known(&self) -> Result<&Known, AppError> {
        self.known.as_ref().ok_or(AppError::Unauthenticated)
    }
}

/// Finds the scope in a resolver's context.
pub trait ScopeOfContext {
    /// The operation's scope.
    ///
    /// # Errors
    /// `Internal` if the transport gave none: a defect.
    fn scope(&self) -> Result<&Arc<RequestScope>, AppError>;
}

impl ScopeOfContext for Context<'_> {
    fn scope(&self) -> Result<&Arc<RequestScope>, AppError> {
        match self.data_opt::<Arc<RequestScope>>() {
            Some(scope) => Ok(scope),
            None => Err(AppError::internal("the operation came without a scope")),
        }
    }
}
