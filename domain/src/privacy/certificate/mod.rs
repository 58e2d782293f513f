//! The certificate of an erasure: what was done, what stayed and why, where nothing was found and by which method, and what
//! could not be looked at. Signed, and verifiable without this installation.

mod audit_position;
mod content;
mod digest;
mod issue_certificate;
mod key_set;
mod limits;
mod officer;
mod residue_scan;
mod subject_commitment;
mod verify_certificate;

pub use audit_position::{AuditPosition, audit_position};
pub use content::{
    AddendumItem, CertificateContent, ErasedLocation, LegalHold, NotifiedRecipient,
    PRODUCT_VERSION, RetainedLocation,
};
pub use digest::Digest;
pub use issue_certificate::issue_certificate;
pub use key_set::KeySet;
pub use limits::{StoreNotAttested, stores_not_attested};
pub use officer::{Officers, pid_of_user};
pub use residue_scan::{ResidueScan, ScannedLocation};
pub use subject_commitment::subject_commitment;
pub use verify_certificate::{CertificateProblem, MAX_CERTIFICATE_BYTES, verify_certificate};
