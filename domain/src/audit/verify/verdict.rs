//! What came of a verification.

use uuid::Uuid;

use super::Broken;

/// Whether a trail holds, and how far it was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Whose trail.
    pub tenant_id: Uuid,
    /// The number of the newest event that holds.
    pub verified_seq: i64,
    /// The first bad event.
    pub broken: Option<Broken>,
    /// Checkpoints outside the database that were compared.
    pub outside_checkpoints: u64,
    /// Lines of the outside file that could not be read: a crash leaves one at most.
    pub unreadable_lines: u64,
}

impl Verdict {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.broken.is_none()
    }
}
