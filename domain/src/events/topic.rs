//! What a subscription can listen to.

use uuid::Uuid;

/// One row whose changes are announced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Topic {
    /// A scan.
    Scan(Uuid),
    /// A job.
    Job(Uuid),
    /// A session: it may have ended.
    Session(Uuid),
    /// A user: sessions may have ended, roles may be others.
    User(Uuid),
}

/// A change of one tenant's row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Change {
    pub tenant_id: Uuid,
    pub topic: Topic,
}

/// Kind, tenant id, row id.
const LENGTH: usize = 33;

impl Change {
    pub fn to_bytes(self) -> [u8; LENGTH] {
        let (kind, id) = match self.topic {
            Topic::Scan(id) => (1, id),
            Topic::Job(id) => (2, id),
            Topic::Session(id) => (3, id),
            Topic::User(id) => (4, id),
        };
        let mut bytes = [0; LENGTH];
        bytes[0] = kind;
        bytes[1..17].copy_from_slice(self.tenant_id.as_bytes());
        bytes[17..].copy_from_slice(id.as_bytes());
        bytes
    }

    /// The changes of a message. What can't be read is passed over.
    pub fn all_from_bytes(bytes: &[u8]) -> impl Iterator<Item = Self> {
        bytes.chunks_exact(LENGTH).filter_map(Self::from_bytes)
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let bytes: &[u8; LENGTH] = bytes.try_into().ok()?;
        let tenant_id = Uuid::from_slice(bytes.get(1..17)?).ok()?;
        let id = Uuid::from_slice(bytes.get(17..)?).ok()?;
        let topic = match bytes.first()? {
            1 => Topic::Scan(id),
            2 => Topic::Job(id),
            3 => Topic::Session(id),
            4 => Topic::User(id),
            _ => return None,
        };
        Some(Self { tenant_id, topic })
    }
}
