//! What operators may do in the platform's own tenant: look at its trail, and answer requests about the
//! data of operators. The list is closed; roles give them nothing more.

use crate::identity::Permission;

/// All of it.
pub(crate) const PERMISSIONS: [Permission; 4] = [
    Permission::AuditRead,
    Permission::AuditReadPersonal,
    Permission::PrivacyRead,
    Permission::PrivacyManage,
];
