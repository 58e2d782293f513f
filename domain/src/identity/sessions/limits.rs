//! How long a session lasts: idle, and at most. Administration has shorter limits, whatever settings and tenant say.

use std::time::Duration;

use chrono::TimeDelta;

use crate::identity::Role;
use crate::settings::AuthSettings;

const ADMINISTRATION_IDLE: Duration = Duration::from_secs(15 * 60);
const ADMINISTRATION_ABSOLUTE: Duration = Duration::from_secs(8 * 3_600);

/// Whether these roles make a session one of administration.
pub(crate) fn is_administration(roles: &[Role]) -> bool {
    roles
        .iter()
        .any(|role| matches!(role, Role::Owner | Role::Admin))
}

/// After how long without a request a session ends. `tenant` is what the tenant has set.
pub(crate) fn idle(
    settings: &AuthSettings,
    tenant: Option<i32>,
    is_administration: bool,
) -> Duration {
    let minutes = tenant.and_then(|minutes| u64::try_from(minutes).ok());
    let idle = minutes.map_or(settings.session_idle, |minutes| {
        Duration::from_secs(minutes.saturating_mul(60))
    });
    if is_administration {
        idle.min(ADMINISTRATION_IDLE)
    } else {
        idle
    }
}

/// After how long a session ends, whatever happens.
pub(crate) fn absolute(settings: &AuthSettings, is_administration: bool) -> Duration {
    if is_administration {
        settings.session_absolute.min(ADMINISTRATION_ABSOLUTE)
    } else {
        settings.session_absolute
    }
}

/// Whether a session has lasted its time: somebody may have become an administrator since it began.
pub(crate) fn has_lasted(age: TimeDelta, is_administration: bool) -> bool {
    is_administration && age.to_std().is_ok_and(|age| age >= ADMINISTRATION_ABSOLUTE)
}
