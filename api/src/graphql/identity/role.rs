//! The roles as shipped.

use async_graphql::Enum;

/// A role: what somebody may do in the tenant. Somebody with several roles may do what any of them may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "xorb_domain::identity::Role")]
pub enum Role {
    /// Holds every permission.
    Owner,
    /// Runs the tenant: people, assets, scans.
    Admin,
    /// Runs the security programme: assets, scans, findings.
    SecurityManager,
    /// Triages findings and starts scans.
    SecurityAnalyst,
    /// Tests: starts scans and works on findings.
    Pentester,
    /// Reads everything that compliance needs.
    ComplianceOfficer,
    /// Handles data-subject requests.
    PrivacyOfficer,
    /// Reads, including the audit trail.
    Auditor,
    /// Reads assets, scans and findings.
    Viewer,
}
