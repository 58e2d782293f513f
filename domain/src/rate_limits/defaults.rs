//! The policies of an installation that changed none.

use xorb_entities::tenants::PolicyMode;

use super::{Policy, PolicyName, Window};
use crate::settings::RateLimitSettings;

/// Name and windows. Points are what operations cost at most: see the API's `extensions.cost`.
const POLICIES: [(&str, &str); 6] = [
    ("operation:signUp/requests", "20/3600"),
    ("operation:inviteUser/requests", "100/3600"),
    ("caller/requests", "1200/60"),
    ("caller/points", "60000/60"),
    ("tenant/points", "600000/60"),
    ("global/requests", "20000/1"),
];

/// The policies that hold where no operator set one. The address's is the one of the settings.
#[must_use]
pub fn default_policies(settings: &RateLimitSettings) -> Vec<Policy> {
    let policy = |name: &str, windows: &str| {
        let name: PolicyName = name.parse().ok()?;
        let policy = Policy::new(name, windows, PolicyMode::Enforce).ok()?;
        Some(Policy {
            is_set: false,
            ..policy
        })
    };
    let seconds = settings
        .burst
        .div_ceil(settings.requests_per_second.max(1))
        .max(1);
    let address = Window::new(settings.burst, seconds)
        .ok()
        .and_then(|window| policy("address/requests", &window.to_string()));
    let fixed = POLICIES
        .into_iter()
        .filter_map(|(name, windows)| policy(name, windows));
    fixed.chain(address).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{Role, Settings};

    #[test]
    fn every_default_is_a_policy() {
        let settings = Settings::load(Role::Embedded, None, []).unwrap();
        assert_eq!(
            default_policies(&settings.rate_limit).len(),
            POLICIES.len() + 1
        );
    }
}
