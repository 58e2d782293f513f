//! Which events to list.

use async_graphql::InputObject;
use xorb_domain::AppError;
use xorb_domain::audit::AuditAction;
use xorb_entities::ids::UserId;

use super::AuditOutcome;
use crate::graphql::scalars::DateTime;
use crate::graphql::{Id, distinct};

/// Which events to list. All given conditions must hold.
#[derive(Clone, Debug, Default, InputObject)]
pub struct AuditEventFilter {
    /// Events with one of these actions, for example `scan.started`.
    actions: Option<Vec<String>>,
    /// Events that ended so.
    outcome: Option<AuditOutcome>,
    /// Events of this user.
    actor_id: Option<Id<UserId>>,
    /// Events about the object with this id.
    object: Option<String>,
    /// Events at this instant or later.
    since: Option<DateTime>,
    /// Events before this instant.
    until: Option<DateTime>,
}

impl TryFrom<AuditEventFilter> for xorb_domain::audit::AuditEventFilter {
    type Error = AppError;

    fn try_from(filter: AuditEventFilter) -> Result<Self, AppError> {
        let actions = filter.actions.into_iter().flatten();
        let actions: Vec<AuditAction> = actions.map(parse_action).collect::<Result<_, _>>()?;
        Ok(Self {
            actions: distinct(Some(actions)),
            outcome: filter.outcome.map(Into::into),
            actor_user_id: filter.actor_id.map(Id::uuid),
            object: filter.object,
            since: filter.since.map(|since| since.0),
            until: filter.until.map(|until| until.0),
        })
    }
}

fn parse_action(name: impl AsRef<str>) -> Result<AuditAction, AppError> {
    name.as_ref().parse().map_err(|_| {
        let message = "`actions` names an action that does not exist; they look like scan.started";
        AppError::BadInput(message.into())
    })
}
