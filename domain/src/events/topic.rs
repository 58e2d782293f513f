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

impl Topic {
    /// 33 bytes: kind, tenant id, row id.
    pub(super) fn to_bytes(self, tenant_id: Uuid) -> [u8; 33] {
        let (kind, id) = match self {
            Self::Scan(id) => (1, id),
            Self::Job(id) => (2, id),
            Self::Session(id) => (3, id),
            Self::User(id) => (4, id),
        };
        let mut bytes = [0; 33];
        bytes[0] = kind;
        bytes[1..17].copy_from_slice(tenant_id.as_bytes());
        bytes[17..].copy_from_slice(id.as_bytes());
        bytes
    }

    pub(super) fn from_bytes(bytes: &[u8]) -> Option<(Uuid, Self)> {
        let bytes: &[u8; 33] = bytes.try_into().ok()?;
        let tenant_id = Uuid::from_slice(bytes.get(1..17)?).ok()?;
        let id = Uuid::from_slice(bytes.get(17..)?).ok()?;
        match bytes.first() {
            Some(1) => Some((tenant_id, Self::Scan(id))),
            Some(2) => Some((tenant_id, Self::Job(id))),
            Some(3) => Some((tenant_id, Self::Session(id))),
            Some(4) => Some((tenant_id, Self::User(id))),
            _ => None,
        }
    }
}
