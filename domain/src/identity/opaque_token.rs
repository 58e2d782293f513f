//! Secrets that are shown once and stored as a hash: session cookies, refresh tokens, invitations, challenges.
//!
//! Each carries its tenant's id, so that it can be looked up inside that tenant before anybody is authenticated. The
//! text is `base64url(tenant id ‖ 256 random bits)`.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use uuid::Uuid;

use crate::crypto::FieldHasher;
use crate::rng::{Rng, random_bytes};
use crate::secret::Secret;

const LENGTH: usize = 64;

/// What a token is for: hashes of different kinds never match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    SessionCookie,
    RefreshToken,
    Invitation,
    /// A log-in that waits for its second factor.
    MfaChallenge,
    /// The cookie by which a device is known again.
    DeviceCookie,
    /// A log-in that waits for a passkey.
    PasskeyLogIn,
    PasswordReset,
    EmailChange,
    /// The link that confirms a request without an account.
    PrivacyChallenge,
    /// The `state` of a log-in at an identity provider.
    FederationState,
    /// What begins a log-in that somebody known has asked for.
    FederationTicket,
    /// A log-in of an operator that waits for a passkey.
    OperatorLogIn,
    /// The link by which an operator makes a passkey.
    OperatorLink,
    /// A passkey that is made by that link.
    OperatorEnrollment,
    /// What opens a session in somebody's name, for an operator.
    ImpersonationTicket,
    /// The code that a program gets after a log-in in the browser.
    LogInCode,
}

impl TokenKind {
    const fn domain(self) -> &'static str {
        match self {
            Self::SessionCookie => "session_cookie",
            Self::RefreshToken => "refresh_token",
            Self::Invitation => "invitation",
            Self::MfaChallenge => "mfa_challenge",
            Self::DeviceCookie => "device_cookie",
            Self::PasskeyLogIn => "passkey_log_in",
            Self::PasswordReset => "password_reset",
            Self::EmailChange => "email_change",
            Self::PrivacyChallenge => "privacy_challenge",
            Self::FederationState => "federation_state",
            Self::FederationTicket => "federation_ticket",
            Self::OperatorLogIn => "operator_log_in",
            Self::OperatorLink => "operator_link",
            Self::OperatorEnrollment => "operator_enrollment",
            Self::ImpersonationTicket => "impersonation_ticket",
            Self::LogInCode => "log_in_code",
        }
    }
}

/// A token, fresh or as somebody showed it.
#[derive(Clone)]
pub(crate) struct OpaqueToken {
    tenant_id: Uuid,
    secret: Secret<[u8; 32]>,
}

impl OpaqueToken {
    pub(crate) fn generate(tenant_id: Uuid, rng: &dyn Rng) -> Self {
        Self {
            tenant_id,
            secret: Secret::new(random_bytes(rng)),
        }
    }

    /// `None` for anything that can't be a token.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if text.len() != LENGTH {
            return None;
        }
        let bytes = BASE64URL.decode(text).ok()?;
        let (tenant_id, secret) = bytes.split_first_chunk::<16>()?;
        Some(Self {
            tenant_id: Uuid::from_bytes(*tenant_id),
            secret: Secret::new(secret.try_into().ok()?),
        })
    }

    /// The tenant it says it is of; true only once its hash was found there.
    pub(crate) const fn tenant_id(&self) -> Uuid {
        self.tenant_id
    }

    /// What the person gets.
    pub(crate) fn text(&self) -> Secret<String> {
        let bytes = [self.tenant_id.as_bytes().as_slice(), self.secret.expose()].concat();
        Secret::new(BASE64URL.encode(bytes))
    }

    /// What is stored. A plain hash is enough for 256 random bits.
    pub(crate) fn hash(&self, kind: TokenKind) -> Vec<u8> {
        let mut hasher = FieldHasher::new(kind.domain());
        hasher.field(self.tenant_id.as_bytes());
        hasher.field(self.secret.expose());
        hasher.finish().to_vec()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::SeededRng;

    #[test]
    fn a_token_comes_back_from_its_text_and_kinds_do_not_match() {
        let token = OpaqueToken::generate(Uuid::from_u128(7), &SeededRng::new(1));
        let parsed = OpaqueToken::parse(token.text().expose()).unwrap();
        assert_eq!(parsed.tenant_id(), Uuid::from_u128(7));
        assert_eq!(
            parsed.hash(TokenKind::Invitation),
            token.hash(TokenKind::Invitation)
        );
        assert_ne!(
            parsed.hash(TokenKind::Invitation),
            token.hash(TokenKind::RefreshToken)
        );
    }

    #[test]
    fn what_is_no_token_is_refused() {
        let huge = "a".repeat(1_000_000);
        let odd = "é".repeat(32);
        for text in ["", "abc", &huge, &odd, &"=".repeat(64), &"a".repeat(63)] {
            assert!(OpaqueToken::parse(text).is_none());
        }
    }
}
