//! By what a session was proven, in the words of RFC 8176.

use crate::identity::MfaMethod;

/// One proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AuthMethod {
    /// A password.
    Password,
    /// A code that is used once: of an authenticator app, or printed.
    OneTimeCode,
    /// A passkey that has verified its user.
    Passkey,
    /// An identity provider of the tenant.
    Federated,
    /// Nothing of the person's: an operator acts in their name.
    Impersonation,
}

impl AuthMethod {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Password => "pwd",
            Self::OneTimeCode => "otp",
            Self::Passkey => "pop",
            Self::Federated => "fed",
            Self::Impersonation => "imp",
        }
    }
}

impl From<MfaMethod> for AuthMethod {
    fn from(method: MfaMethod) -> Self {
        match method {
            MfaMethod::Totp | MfaMethod::RecoveryCode => Self::OneTimeCode,
            MfaMethod::Passkey => Self::Passkey,
        }
    }
}

/// The words, with a space between; `mfa` if there were two factors. A passkey is two: what one has, and what unlocks it.
pub(crate) fn amr(methods: &[AuthMethod]) -> String {
    let mut words: Vec<&str> = methods.iter().map(|method| method.as_str()).collect();
    if methods.len() > 1 || methods.contains(&AuthMethod::Passkey) {
        words.push("mfa");
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_proofs_or_a_passkey_are_two_factors() {
        assert_eq!(amr(&[AuthMethod::Password]), "pwd");
        assert_eq!(
            amr(&[AuthMethod::Password, AuthMethod::OneTimeCode]),
            "pwd otp mfa"
        );
        assert_eq!(amr(&[AuthMethod::Passkey]), "pop mfa");
    }
}
