//! The letters in English.

use chrono::{DateTime, Utc};

use super::Letter;
use super::letter::instant;

/// Subject and body.
#[expect(clippy::too_many_lines, reason = "each letter stands once")]
pub(super) fn write(letter: &Letter) -> (String, String) {
    match letter {
        Letter::Invitation {
            tenant_name,
            link,
            expires_at,
        } => (
            format!("Invitation to {tenant_name}"),
            format!(
                "You have been invited to join {tenant_name} on XORB.\n\n\
                 Open this link to choose a password and accept:\n\n{link}\n\n\
                 The link works once and until {}.\n\
                 If you did not expect this, you need not do anything.\n",
                instant(*expires_at)
            ),
        ),
        Letter::PasswordReset {
            tenant_name,
            link,
            expires_at,
        } => (
            "A new password for your XORB account".to_owned(),
            format!(
                "Somebody, hopefully you, has asked for a new password of your XORB account at {tenant_name}.\n\n\
                 Open this link to choose it:\n\n{link}\n\n\
                 The link works once and until {}.\n\
                 If it was not you, you need not do anything: your password stays as it is.\n",
                instant(*expires_at)
            ),
        ),
        Letter::PasswordChanged { tenant_name, keys } => (
            "Your password was changed".to_owned(),
            format!(
                "The password of your XORB account at {tenant_name} was changed, and all other sessions were ended.\n\n\
                 {}If this was not you, tell your administrator at once.\n",
                keys.in_english()
            ),
        ),
        Letter::ApiKeyCreated {
            tenant_name,
            key,
            expires_at,
        } => (
            "You have a new API key".to_owned(),
            format!(
                "The API key {key} was made with your XORB account at {tenant_name}. It works until {}.\n\n\
                 If this was not you, revoke the key, change your password and tell your administrator at once.\n",
                instant(*expires_at)
            ),
        ),
        Letter::ApiKeyEnds {
            tenant_name,
            key,
            expires_at,
        } => (
            format!("An API key of {tenant_name} ends soon"),
            format!(
                "The API key {key} of {tenant_name} works until {}, and no longer.\n\n\
                 If a program still needs it, replace it with rotateApiKey: both work for a while. If not, there is nothing to \
                 do.\n",
                instant(*expires_at)
            ),
        ),
        Letter::AccountReactivated { tenant_name } => (
            "Your account is active again".to_owned(),
            format!(
                "Your XORB account at {tenant_name} was reactivated. You can log in again with your password.\n\n\
                 If you did not expect this, tell your administrator.\n"
            ),
        ),
        Letter::OwnershipTransferred { tenant_name } => (
            format!("{tenant_name} has another owner"),
            format!(
                "The ownership of {tenant_name} on XORB was handed over, to you or by you. Look at the list of people to see who owns it now.\n\n\
                 If you did not expect this, tell the platform's operator at once.\n"
            ),
        ),
        Letter::ConfirmEmail {
            tenant_name,
            link,
            expires_at,
        } => (
            "Confirm the new address of your XORB account".to_owned(),
            format!(
                "Somebody who is logged in with your XORB account at {tenant_name} wants to change its e-mail address. \
                 This mail goes to the old and to the new address; both must be confirmed.\n\n\
                 Open this link to confirm it:\n\n{link}\n\n\
                 The link works until {}.\n\
                 If it was not you, do not open it, change your password and tell your administrator.\n",
                instant(*expires_at)
            ),
        ),
        Letter::EmailChanged { tenant_name } => (
            "The address of your XORB account was changed".to_owned(),
            format!(
                "The e-mail address of your XORB account at {tenant_name} was changed. This mail goes to the old and to the new address.\n\n\
                 If this was not you, tell your administrator at once.\n"
            ),
        ),
        Letter::IdentityLinked {
            tenant_name,
            provider,
        } => (
            "There is another way to log in to your account".to_owned(),
            format!(
                "You can now log in to your XORB account at {tenant_name} through {provider} as well.\n\n\
                 If this was not you, tell your administrator at once.\n"
            ),
        ),
        Letter::IdentityUnlinked {
            tenant_name,
            provider,
        } => (
            "A way to log in to your account has gone".to_owned(),
            format!(
                "Nobody can log in to your XORB account at {tenant_name} through {provider} any more. Sessions that came from \
                 there were ended.\n\n\
                 If this was not you, tell your administrator at once.\n"
            ),
        ),
        Letter::RefreshTokenReused { tenant_name } => (
            "A session was ended for your safety".to_owned(),
            format!(
                "A refresh token of your XORB account at {tenant_name} was used twice, so somebody may have a copy. \
                 The session was ended.\n\n\
                 Log in again. If this happens once more, tell your administrator.\n"
            ),
        ),
        Letter::OwnerAdded { tenant_name } => (
            "Your company has a new owner".to_owned(),
            format!(
                "Somebody was made an owner of {tenant_name}, or invited to become one. Owners may do everything. Every owner \
                 gets this mail.\n\n\
                 If none of you did this, look at users, invitations and the audit trail at once.\n"
            ),
        ),
        Letter::SecondFactorGuessed { tenant_name } => (
            "Somebody knows your password".to_owned(),
            format!(
                "Somebody has logged in to your XORB account at {tenant_name} with the right password, and then gave wrong \
                 second factors until the log-in was stopped.\n\n\
                 If this was not you, choose another password now: your second factor has kept them out.\n"
            ),
        ),
        Letter::LogInGuessed { tenant_name } => (
            "Somebody tries to guess your password".to_owned(),
            format!(
                "Somebody has failed to log in to your XORB account at {tenant_name} a hundred times in a row. Devices that \
                 you have not used before can now log in by a passkey or through an identity provider only, until you have \
                 logged in.\n\n\
                 Devices that you have used before work as always. Should you need a password on a new one, ask for a new \
                 password on its log-in page first. A passkey can't be guessed: consider to use one.\n"
            ),
        ),
        Letter::BreakGlass(letter) => letter.in_english(),
        Letter::NewDevice(letter) => letter.in_english(),
        Letter::SecondFactorChanged(letter) => letter.in_english(),
        Letter::SupportAccess(letter) => letter.in_english(),
        Letter::WebhookDisabled {
            tenant_name,
            endpoint,
            host,
            is_gone,
        } => {
            let why = if *is_gone {
                "it answered 410 Gone"
            } else {
                "nothing could be delivered to it for days"
            };
            (
                format!("A webhook endpoint of {tenant_name} was disabled"),
                format!(
                    "The webhook endpoint {endpoint} at {host} was disabled, because {why}.\n\n\
                     Nothing more is sent to it. When it works again, enable it with updateWebhookEndpoint, and send \
                     what has failed again with redeliverWebhook.\n"
                ),
            )
        }
        Letter::RequestDue {
            tenant_name,
            request,
            days,
            due_at,
        } => request_due(tenant_name, request, *days, *due_at),
    }
}

fn request_due(
    tenant_name: &str,
    request: &str,
    days: i32,
    due_at: DateTime<Utc>,
) -> (String, String) {
    (
        format!("A data-subject request of {tenant_name} is due in {days} days or less"),
        format!(
            "The data-subject request {request} must be answered until {}.\n\n\
             Carry it out, refuse it with its ground, or, within the first month, extend it with a reason.\n",
            instant(due_at)
        ),
    )
}
