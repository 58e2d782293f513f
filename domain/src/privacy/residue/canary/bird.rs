//! The canary of one scan.

use uuid::Uuid;

use crate::privacy::identifiers::Identifier;
use crate::rng::{Rng, random_bytes, random_id};
use crate::{AppError, tenants::TenantScope};

/// An identifier that nobody has, and a tenant that never comes into being. All random, so that scans at the same time do
/// not meet.
pub(in crate::privacy::residue) struct Canary {
    /// Its tenant; and every id in its rows, so that each reference is met.
    pub(in crate::privacy::residue) id: Uuid,
    /// The id of what stands beside a row with that id.
    pub(in crate::privacy::residue) other: Uuid,
    /// Names its keys and files.
    pub(in crate::privacy::residue) tag: String,
    pub(in crate::privacy::residue) identifier: Identifier,
}

impl Canary {
    pub(in crate::privacy::residue) fn new(rng: &dyn Rng) -> Result<Self, AppError> {
        let tag = hex::encode(random_bytes::<12>(rng));
        let address = format!("canary.{tag}@canary.invalid");
        Ok(Self {
            id: random_id(rng),
            other: random_id(rng),
            identifier: Identifier::email(&address)
                .ok_or_else(|| AppError::internal("the canary's address is none"))?,
            tag,
        })
    }

    pub(in crate::privacy::residue) fn scope(&self) -> TenantScope {
        TenantScope::verified(self.id)
    }

    pub(in crate::privacy::residue) fn address(&self) -> &str {
        self.identifier.value()
    }
}
