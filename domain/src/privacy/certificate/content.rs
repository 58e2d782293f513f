//! What a certificate says. Nothing in it names a person: whoever holds the salt can show that it is about them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use xorb_entities::ids::{DataSubjectRequestId, TenantId};

use super::{AuditPosition, Digest, Officers, ResidueScan, StoreNotAttested};

/// The version of the program that issues certificates.
pub const PRODUCT_VERSION: &str = env!("CARGO_PKG_VERSION");

/// The signed content. Everything is stated, also what is empty, so that silence can't be mistaken for "none".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CertificateContent {
    pub request_id: DataSubjectRequestId,
    pub tenant_id: TenantId,
    /// The right that was exercised: `ERASURE`.
    pub right: String,
    pub received_at: DateTime<Utc>,
    pub approved_at: DateTime<Utc>,
    pub completed_at: DateTime<Utc>,
    /// `subject_commitment(salt, address)` of each of the person's addresses, sorted.
    pub subject_commitments: Vec<Digest>,
    /// The data map by which the erasure was done.
    pub map_hash: Digest,
    /// The plan that was approved.
    pub plan_hash: Digest,
    /// Where the run found other numbers than the approved plan.
    pub addendum: Vec<AddendumItem>,
    pub erased: Vec<ErasedLocation>,
    pub retained: Vec<RetainedLocation>,
    pub legal_holds: Vec<LegalHold>,
    pub scan: ResidueScan,
    pub recipients_notified: Vec<NotifiedRecipient>,
    pub stores_not_attested: Vec<StoreNotAttested>,
    /// Everything of this erasure up to the certificate is in the audit log at or before this position.
    pub audit_position: AuditPosition,
    pub officers: Officers,
    /// The program that did it.
    pub product_version: String,
}

/// A difference between the approved plan and the run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AddendumItem {
    pub location: String,
    pub strategy: String,
    pub rows_approved: i64,
    pub rows_found: i64,
}

/// What was done in one place of the data map.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ErasedLocation {
    pub location: String,
    /// As the data map calls it: delete, anonymise, pseudonymise, redact mentions.
    pub strategy: String,
    /// Rows or files.
    pub rows: i64,
}

/// What stayed, on which ground, and until when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RetainedLocation {
    pub location: String,
    pub rows: i64,
    pub ground: String,
    pub until: String,
}

/// A legal hold that kept something back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LegalHold {
    pub matter: String,
    pub ground: String,
    pub review_at: DateTime<Utc>,
}

/// Somebody who had received the data and was told of its erasure (Art. 19).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NotifiedRecipient {
    pub recipient: String,
    pub notified_at: DateTime<Utc>,
}
