//! Which events to list.

use async_graphql::InputObject;
use xorb_domain::AppError;
use xorb_entities::ids::UserId;

use super::AuditOutcome;
use crate::graphql::Id;
use crate::graphql::scalars::DateTime;

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
        let actions = filter.actions.into_iter().flatten().map(|action| {
            action.parse().map_err(|_| {
                AppError::BadInput(
                    "`actions` names an action that does not exist; they look like scan.started"
                        .into(),
                )
            })
        });
        Ok(Self {
            actions: actions.collect::<Result<_, _>>()?,
            outcome: filter.outcome.map(Into::into),
            actor_user_id: filter.actor_id.map(Id::uuid),
            object: filter.object,
            since: filter.since.map(|since| since.0),
            until: filter.until.map(|until| until.0),
        })
    }
}
