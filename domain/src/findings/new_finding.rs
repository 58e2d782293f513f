//! A weakness that an engine saw, before it is matched with what is known.

use uuid::Uuid;

use super::{Check, Location, fingerprint};

/// One sighting. Evidence is bounded, printable and without secrets; it is hostile text all the same.
#[derive(Clone, Debug, PartialEq)]
pub struct NewFinding {
    pub check: &'static Check,
    pub location: Location,
    /// Tells apart what one check finds several times at one place; mostly empty.
    pub discriminator: String,
    pub evidence: String,
}

impl NewFinding {
    /// A sighting without a discriminator.
    #[must_use]
    pub fn new(check: &'static Check, location: Location, evidence: impl Into<String>) -> Self {
        Self {
            check,
            location,
            discriminator: String::new(),
            evidence: evidence.into(),
        }
    }

    #[must_use]
    pub fn fingerprint(&self, tenant_id: Uuid, asset_id: Uuid) -> String {
        fingerprint(
            tenant_id,
            asset_id,
            self.check.id,
            &self.location,
            &self.discriminator,
        )
    }
}
