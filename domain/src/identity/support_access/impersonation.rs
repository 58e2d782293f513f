//! An operator in somebody's name, as the rest of the house sees it.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::identity::Permission;

/// Who truly acts, why and until when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Impersonation {
    pub id: Uuid,
    /// The operator's name in audit trails.
    pub operator_pid: Uuid,
    pub reason: String,
    pub since: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

/// Of what the person may do, this is possible in their name. Neither people, roles, keys and providers, nor privacy, audit and
/// webhooks, nor grants like this one.
pub(crate) const PERMISSIONS: [Permission; 9] = [
    Permission::UsersRead,
    Permission::AssetsRead,
    Permission::AssetsManage,
    Permission::ScansRead,
    Permission::ScansStart,
    Permission::ScansCancel,
    Permission::FindingsRead,
    Permission::FindingsTriage,
    Permission::JobsRead,
];
