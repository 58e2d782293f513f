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
            object: filter.object.map(parse_object).transpose()?,
            since: filter.since.map(|since| since.0),
            until: filter.until.map(|until| until.0),
        })
    }
}

/// PostgreSQL takes no text with a null character.
fn parse_object(id: String) -> Result<String, AppError> {
    if id.contains('\0') {
        let message = "`object` holds a null character; ids look like scan_01j…";
        return Err(AppError::BadInput(message.into()));
    }
    Ok(id)
}

fn parse_action(name: impl AsRef<str>) -> Result<AuditAction, AppError> {
    name.as_ref().parse().map_err(|_| {
        let message = "`actions` names an action that does not exist; they look like scan.started";
        AppError::BadInput(message.into())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_with_a_null_character_is_refused_before_it_reaches_the_database() {
        let filter = |object: &str| AuditEventFilter {
            object: Some(object.to_owned()),
            ..AuditEventFilter::default()
        };
        let read = xorb_domain::audit::AuditEventFilter::try_from;
        assert!(read(filter("scan_\0")).is_err());
        assert!(read(filter("scan_1")).is_ok());
    }
}
