//! Who is sought.

use std::fmt;

use uuid::Uuid;

use crate::privacy::identifiers::Identifier;

/// One person whose erasure is to be proven.
#[derive(Clone)]
pub struct Sought {
    /// The request; its own vault, which goes last, is not residue.
    pub request_id: Uuid,
    /// What the person is known by.
    pub identifiers: Vec<Identifier>,
    /// The person's subjects. Their rows are the plan's business; the scan looks for identifiers.
    pub subjects: Vec<Uuid>,
}

impl fmt::Debug for Sought {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sought({})", self.request_id)
    }
}
