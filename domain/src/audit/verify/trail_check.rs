//! A verification in steps, so that a long one can show its progress, be stopped, and use little memory.

use std::path::Path;

use super::broken::{Broken, Reason};
use super::checkpoints::{Compared, compare_checkpoints};
use super::events::{read_ends, read_head, read_links};
use super::links::{Position, StoredLink};
use super::payloads::find_false_payload;
use super::{Record, Verdict, record};
use crate::audit::checkpoint::Outside;
use crate::tenants::TenantScope;
use crate::{AppError, Core};

/// A verification under way.
pub struct TrailCheck {
    core: Core,
    scope: TenantScope,
    is_whole: bool,
    /// Everything up to here holds.
    position: Position,
    /// Where the next batch begins.
    read_after: i64,
    /// The head when the check began: every event up to it is visible, because it was committed with them.
    head: Position,
    broken: Option<Broken>,
    compared: Compared,
}

impl TrailCheck {
    /// Begins with the first event. `outside` is the file of checkpoints to compare with, if it is there.
    ///
    /// # Errors
    /// As the database and the file say.
    pub async fn whole(
        core: &Core,
        scope: &TenantScope,
        outside: Option<&Path>,
    ) -> Result<Self, AppError> {
        let outside = outside.map(Outside::whole);
        Self::begin(core, scope, Position::genesis(), outside, true).await
    }

    /// Begins where the last verification ended.
    pub(super) async fn since(
        core: &Core,
        scope: &TenantScope,
        record: Option<Record>,
        outside: &Path,
    ) -> Result<Self, AppError> {
        let position = record.map_or_else(Position::genesis, |record| record.verified);
        let outside = Some(Outside::tail(outside));
        Self::begin(core, scope, position, outside, false).await
    }

    async fn begin(
        core: &Core,
        scope: &TenantScope,
        position: Position,
        outside: Option<Outside>,
        is_whole: bool,
    ) -> Result<Self, AppError> {
        let compared = compare_checkpoints(core, scope, position.seq, outside).await?;
        let head = read_head(&core.db.read(scope).await?).await?;
        Ok(Self {
            core: core.clone(),
            scope: *scope,
            is_whole,
            read_after: match position.seq {
                0 => i64::MIN,
                seq => seq - 1,
            },
            broken: (head.seq < position.seq).then(|| Broken::new(head.seq + 1, Reason::CutOff)),
            position,
            head,
            compared,
        })
    }

    /// How many events are verified.
    #[must_use]
    pub fn done(&self) -> u64 {
        u64::try_from(self.position.seq).unwrap_or_default()
    }

    /// How many there are.
    #[must_use]
    pub fn total(&self) -> u64 {
        u64::try_from(self.head.seq).unwrap_or_default()
    }

    /// Verifies the next thousand events. False when there is nothing left to do.
    ///
    /// # Errors
    /// As the database says.
    pub async fn step(&mut self) -> Result<bool, AppError> {
        if self.broken.is_some() || self.read_after >= self.head.seq {
            return Ok(false);
        }
        let tx = self.core.db.read(&self.scope).await?;
        let mut links = read_links(&tx, self.read_after, self.head.seq).await?;
        if self.read_after == self.position.seq - 1 {
            self.recognise_start(&mut links);
        } else if links.is_empty() {
            let is_short = self.position.seq < self.head.seq;
            self.broken = is_short.then(|| Broken::new(self.position.seq + 1, Reason::Missing));
            return Ok(false);
        }
        let holding = self.follow(&links);
        links.truncate(holding);
        let fault = find_false_payload(&tx, &links).await?;
        self.broken = self.broken.into_iter().chain(fault).min();
        self.read_after = self.position.seq;
        Ok(self.broken.is_none())
    }

    /// Ends the check: the remaining steps, the head, and a note for the next one.
    ///
    /// # Errors
    /// As the database says.
    pub async fn finish(mut self) -> Result<Verdict, AppError> {
        while self.step().await? {}
        let tx = self.core.db.read(&self.scope).await?;
        let (head, newest) = read_ends(&tx).await?;
        drop(tx);
        let beyond = (newest > head).then(|| Broken::new(head + 1, Reason::BeyondTheHead));
        let faults = [self.broken, self.head_fault(), beyond, self.compared.broken];
        let verdict = Verdict {
            tenant_id: self.scope.tenant_id(),
            verified_seq: self.position.seq,
            broken: faults.into_iter().flatten().min(),
            outside_checkpoints: self.compared.outside,
            unreadable_lines: self.compared.unreadable_lines,
        };
        if let Some(broken) = verdict.broken {
            tracing::error!(tenant_id = %verdict.tenant_id, seq = broken.seq, "the audit trail is broken");
        }
        self.remember(verdict.broken).await?;
        Ok(verdict)
    }

    /// Notes how far the chain holds, so that a check that is dropped does not begin again.
    pub(super) async fn remember(&self, broken: Option<Broken>) -> Result<(), AppError> {
        let tx = self.core.db.write(&self.scope).await?;
        record::write(&tx, self.position.clone(), broken, self.is_whole).await?;
        tx.commit().await
    }

    /// Moves the position along `links` and returns how many of them hold.
    fn follow(&mut self, links: &[StoredLink]) -> usize {
        for (index, link) in links.iter().enumerate() {
            match self.position.follow(link) {
                _ if self.broken.is_some() => return index,
                Ok(position) => self.position = position,
                Err(broken) => {
                    self.broken = Some(broken);
                    return index;
                }
            }
        }
        links.len()
    }

    /// The newest event of the last verification must still be what it was.
    fn recognise_start(&mut self, links: &mut Vec<StoredLink>) {
        let seq = self.position.seq;
        self.broken = match links.first() {
            Some(first) if first.link.seq != seq => Some(Broken::new(seq, Reason::Missing)),
            Some(first) if first.hash != self.position.hash => {
                Some(Broken::new(seq, Reason::Rehashed))
            }
            Some(_) => {
                links.remove(0);
                None
            }
            None => Some(Broken::new(seq, Reason::Missing)),
        };
    }

    fn head_fault(&self) -> Option<Broken> {
        let is_like_head = self.position == self.head;
        if self.broken.is_some() || is_like_head {
            return None;
        }
        Some(match self.head.seq {
            0 => Broken::new(1, Reason::FalseBeginning),
            seq => Broken::new(seq, Reason::Rehashed),
        })
    }
}
