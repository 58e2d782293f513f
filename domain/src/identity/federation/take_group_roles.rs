//! What the groups of a connection have given goes with the connection, with its suspension, and with the mapping.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::ActiveEnum as _;
use serde_json::json;
use uuid::Uuid;
use xorb_entities::identity::RoleSource;

use super::queries;
use crate::AppError;
use crate::audit::{AuditAction, AuditEvent};
use crate::db::TenantTx;
use crate::identity::queries::find_pid;
use crate::identity::{Actor, Role};

/// Takes the roles away from everybody, but for those that the connection still gives; an event for each person.
pub(super) async fn take_group_roles(
    tx: &TenantTx,
    actor: &Actor,
    provider_id: Uuid,
    kept: &BTreeSet<Role>,
) -> Result<(), AppError> {
    let taken = queries::take_roles_of_provider(tx, provider_id, kept).await?;
    let mut by_person: BTreeMap<Uuid, Vec<String>> = BTreeMap::new();
    for one in taken {
        by_person.entry(one.subject_id).or_default().push(one.role);
    }
    for (subject_id, roles) in by_person {
        let told = json!({ "taken": roles, "source": RoleSource::Group.to_value() });
        let event = AuditEvent::new(AuditAction::UserRolesUpdated, actor);
        let event = match find_pid(tx, subject_id).await? {
            Some(pid) => event.object(pid),
            None => event,
        };
        tx.record(event.payload(Some(subject_id), told));
    }
    Ok(())
}
