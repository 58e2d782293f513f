//! The letters in English.

use chrono::{DateTime, Utc};

use super::Letter;
use super::letter::instant;

/// Subject and body.
#[expect(clippy::too_many_lines, reason = "one letter after the other")]
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
        Letter::PasswordChanged { tenant_name } => (
            "Your password was changed".to_owned(),
            format!(
                "The password of your XORB account at {tenant_name} was changed, and all other sessions were ended.\n\n\
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
        Letter::RefreshTokenReused { tenant_name } => (
            "A session was ended for your safety".to_owned(),
            format!(
                "A refresh token of your XORB account at {tenant_name} was used twice, so somebody may have a copy. \
                 The session was ended.\n\n\
                 Log in again. If this happens once more, tell your administrator.\n"
            ),
        ),
        Letter::NewDevice(letter) => letter.in_english(),
        Letter::SecondFactorChanged(letter) => letter.in_english(),
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
