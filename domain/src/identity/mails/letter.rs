//! The letters, in English and German.

use chrono::{DateTime, Utc};
use xorb_entities::tenants::Language;

use super::{
    BreakGlass, KeysInLetter, NewDevice, SecondFactorLetter, SupportAccessLetter, english, german,
};

/// A letter in words.
pub(crate) struct WrittenLetter {
    /// The value in `outgoing_mails.kind`.
    pub(crate) kind: &'static str,
    pub(crate) subject: String,
    pub(crate) body: String,
}

/// What is written to people.
pub(crate) enum Letter {
    /// Come and join this tenant.
    Invitation {
        tenant_name: String,
        link: String,
        expires_at: DateTime<Utc>,
    },
    /// Choose a new password.
    PasswordReset {
        tenant_name: String,
        link: String,
        expires_at: DateTime<Utc>,
    },
    /// Your password was changed.
    PasswordChanged {
        tenant_name: String,
        keys: KeysInLetter,
    },
    /// You, or a service account that you look after, have a new API key.
    ApiKeyCreated {
        tenant_name: String,
        key: String,
        expires_at: DateTime<Utc>,
    },
    /// A key of yours, or of a service account of your company, ends soon.
    ApiKeyEnds {
        tenant_name: String,
        key: String,
        expires_at: DateTime<Utc>,
    },
    /// You can log in again.
    AccountReactivated { tenant_name: String },
    /// Somebody was made an owner, or invited to be one.
    OwnerAdded { tenant_name: String },
    /// Somebody has given wrong second factors after the right password.
    SecondFactorGuessed { tenant_name: String },
    /// Somebody has tried passwords without end; unknown devices can't any more.
    LogInGuessed { tenant_name: String },
    /// The tenant has another owner.
    OwnershipTransferred { tenant_name: String },
    /// Say that you want another address, or that this one is yours.
    ConfirmEmail {
        tenant_name: String,
        link: String,
        expires_at: DateTime<Utc>,
    },
    /// Your account has another address.
    EmailChanged { tenant_name: String },
    /// You can log in through an identity provider now.
    IdentityLinked {
        tenant_name: String,
        provider: String,
    },
    /// You can't log in through an identity provider any more.
    IdentityUnlinked {
        tenant_name: String,
        provider: String,
    },
    /// A copy of your refresh token was used; you were logged out.
    RefreshTokenReused { tenant_name: String },
    /// An owner has logged in without the identity provider.
    BreakGlass(BreakGlass),
    /// Somebody has logged in from a device that was not known.
    NewDevice(NewDevice),
    /// Something about your second factors has changed.
    SecondFactorChanged(SecondFactorLetter),
    /// Operators may act in somebody's name, or do.
    SupportAccess(SupportAccessLetter),
    /// An endpoint that you manage is told nothing any more.
    WebhookDisabled {
        tenant_name: String,
        endpoint: String,
        host: String,
        /// It answered 410; otherwise nothing arrived for days.
        is_gone: bool,
    },
    /// A request that you are to answer is due in so many days.
    RequestDue {
        tenant_name: String,
        request: String,
        days: i32,
        due_at: DateTime<Utc>,
    },
}

impl Letter {
    /// The value in `outgoing_mails.kind`.
    const fn kind(&self) -> &'static str {
        match self {
            Self::Invitation { .. } => "invitation",
            Self::PasswordReset { .. } => "password_reset",
            Self::PasswordChanged { .. } => "password_changed",
            Self::ApiKeyCreated { .. } => "api_key_created",
            Self::ApiKeyEnds { .. } => "api_key_ends",
            Self::AccountReactivated { .. } => "account_reactivated",
            Self::OwnerAdded { .. } => "owner_added",
            Self::SecondFactorGuessed { .. } => "second_factor_guessed",
            Self::LogInGuessed { .. } => "log_in_guessed",
            Self::OwnershipTransferred { .. } => "ownership_transferred",
            Self::ConfirmEmail { .. } => "confirm_email",
            Self::EmailChanged { .. } => "email_changed",
            Self::IdentityLinked { .. } => "identity_linked",
            Self::IdentityUnlinked { .. } => "identity_unlinked",
            Self::RefreshTokenReused { .. } => "refresh_token_reused",
            Self::BreakGlass(_) => "break_glass",
            Self::NewDevice(_) => "new_device",
            Self::SecondFactorChanged(_) => "second_factor_changed",
            Self::SupportAccess(_) => "support_access",
            Self::WebhookDisabled { .. } => "webhook_disabled",
            Self::RequestDue { .. } => "request_due",
        }
    }

    /// The letter as it is sent.
    pub(crate) fn write(&self, language: Language) -> WrittenLetter {
        let (subject, body) = match language {
            Language::En => english::write(self),
            Language::De => german::write(self),
        };
        WrittenLetter {
            kind: self.kind(),
            subject,
            body,
        }
    }
}

/// An instant as a letter says it.
pub(crate) fn instant(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%d %H:%M UTC").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invitation_holds_its_link_on_a_line_of_its_own_in_both_languages() {
        let letter = Letter::Invitation {
            tenant_name: "Acme".to_owned(),
            link: "https://xorb.example.org/accept-invitation?token=abc".to_owned(),
            expires_at: DateTime::UNIX_EPOCH,
        };
        for language in [Language::En, Language::De] {
            let body = letter.write(language).body;
            let link = "https://xorb.example.org/accept-invitation?token=abc";
            assert!(body.lines().any(|line| line == link), "{body}");
        }
    }
}
