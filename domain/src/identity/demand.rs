//! What a tenant demands of a session before it is good for anything else.

use xorb_entities::identity::{SecondFactorPolicy, SingleSignOnPolicy};

use super::Role;
use crate::AppError;

/// What is missing. Until it is there, a session is good for getting it, and for nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Demand {
    /// A second factor.
    SecondFactor,
    /// A log-in through one of the tenant's identity providers.
    SingleSignOn,
}

impl Demand {
    /// What whoever does not meet it is told.
    #[must_use]
    pub const fn refusal(self) -> AppError {
        match self {
            Self::SecondFactor => AppError::SecondFactorDemanded,
            Self::SingleSignOn => AppError::SingleSignOnDemanded,
        }
    }
}

/// Whether a session of these roles, proven by these words of `amr`, is no single sign-on although it has to be one. An
/// owner's passkey always is enough: it breaks the glass when the identity provider is away.
pub(super) fn is_single_sign_on_missing(
    policy: SingleSignOnPolicy,
    roles: &[Role],
    methods: &str,
) -> bool {
    let has = |word: &str| methods.split(' ').any(|method| method == word);
    let breaks_glass = roles.contains(&Role::Owner) && has("pop") && !has("pwd");
    policy == SingleSignOnPolicy::Required && !has("fed") && !breaks_glass
}

/// Whether the policy demands a second factor of somebody who administers the tenant, or does not.
pub(super) const fn is_second_factor_demanded(
    policy: SecondFactorPolicy,
    is_administration: bool,
) -> bool {
    match policy {
        SecondFactorPolicy::Off => false,
        SecondFactorPolicy::Administrators => is_administration,
        SecondFactorPolicy::All => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_owners_passkey_stands_in_for_the_provider() {
        use SingleSignOnPolicy::{Optional, Required};
        let owner = [Role::Admin, Role::Owner];
        let admin = [Role::Admin];
        for (methods, of_owner, of_admin) in [
            ("pwd", true, true),
            ("pwd otp mfa", true, true),
            ("pwd pop mfa", true, true),
            ("pop mfa", false, true),
            ("fed", false, false),
            ("", true, true),
        ] {
            let missing = |roles| is_single_sign_on_missing(Required, roles, methods);
            assert_eq!(missing(&owner), of_owner, "{methods}");
            assert_eq!(missing(&admin), of_admin, "{methods}");
            assert!(!is_single_sign_on_missing(Optional, &admin, methods));
        }
    }
}
