//! What an operator can do in somebody's name: a closed list of root fields. Who may look at what, the domain decides besides.
//!
//! Nothing is on it that makes credentials, lets people in or out, decides about access or privacy, sends data elsewhere, or
//! can't be undone.

/// All of it.
pub(super) const ROOT_FIELDS: [&str; 22] = [
    "asset",
    "assets",
    "cancelScan",
    "createAsset",
    "customRoles",
    "finding",
    "findings",
    "job",
    "jobUpdated",
    "jobs",
    "logOut",
    "node",
    "nodes",
    "rateLimit",
    "scan",
    "scanUpdated",
    "scans",
    "startScan",
    "triageFinding",
    "updateAsset",
    "users",
    "viewer",
];
