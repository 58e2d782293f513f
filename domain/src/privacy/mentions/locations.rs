//! Where texts are indexed: every column from which the data map wants mentions redacted, and the payloads of the trail.

/// A table, its columns of free text, and the columns of its primary key behind the tenant's id, which make the row's key.
#[derive(Clone, Copy, Debug)]
pub struct IndexedTable {
    /// Its name: the index's `location`.
    pub table: &'static str,
    /// What is indexed of a row.
    pub columns: &'static [&'static str],
    /// In text, joined by `:`.
    pub key: &'static [&'static str],
}

pub(crate) const ASSETS: &str = "assets";
pub(crate) const ASSET_VERIFICATIONS: &str = "asset_verifications";
pub(crate) const AUDIT_PAYLOADS: &str = "audit_payloads";
pub(crate) const CHECK_COVERAGE: &str = "check_coverage";
pub(crate) const FINDING_EVENTS: &str = "finding_events";
pub(crate) const FINDING_OBSERVATIONS: &str = "finding_observations";
pub(crate) const FINDINGS: &str = "findings";
pub(crate) const SCAN_STEPS: &str = "scan_steps";
pub(crate) const WEBHOOK_ENDPOINTS: &str = "webhook_endpoints";

const fn by_id(table: &'static str, columns: &'static [&'static str]) -> IndexedTable {
    IndexedTable {
        table,
        columns,
        key: &["id"],
    }
}

/// All of them. Payloads are sealed: a mention makes the whole payload go.
pub const INDEXED: [IndexedTable; 9] = [
    by_id(ASSETS, &["name", "address", "host"]),
    by_id(ASSET_VERIFICATIONS, &["resolved_ips"]),
    by_id(AUDIT_PAYLOADS, &["ciphertext"]),
    by_id(CHECK_COVERAGE, &["location"]),
    by_id(FINDING_EVENTS, &["note"]),
    IndexedTable {
        table: FINDING_OBSERVATIONS,
        columns: &["evidence"],
        key: &["scan_id", "finding_id"],
    },
    by_id(
        FINDINGS,
        &[
            "title",
            "description",
            "remediation",
            "evidence",
            "location",
        ],
    ),
    by_id(SCAN_STEPS, &["error_message"]),
    by_id(WEBHOOK_ENDPOINTS, &["url", "description"]),
];
