//! What operators may do in the platform's own tenant: look at its trail. The list is closed; roles give them nothing more.

use crate::identity::Permission;

/// All of it.
pub(crate) const PERMISSIONS: [Permission; 2] =
    [Permission::AuditRead, Permission::AuditReadPersonal];
