//! Right tokens about people who may not come in: by their address, their domain, or the user endpoint.
#![expect(
    clippy::semicolon_if_nothing_returned,
    reason = "each twist is one expression"
)]
#![expect(clippy::too_many_lines, reason = "tables")]

use serde_json::json;
use xorb_domain::identity::federation::FederationRefusal as Refusal;

use super::attacks::{Attack, attack};
use super::provider::Say;

pub fn attacks() -> Vec<Attack> {
    let mut attacks = addresses();
    attacks.extend(user_endpoint());
    attacks
}

fn addresses() -> Vec<Attack> {
    vec![
        attack("the address of the owner", Refusal::AccountExists, |t| {
            t.claims["email"] = json!("owner@acme.example");
        }),
        attack(
            "the address of the owner, unverified",
            Refusal::AccountExists,
            |t| {
                t.claims["email"] = json!("owner@acme.example");
                t.claims["email_verified"] = json!(false);
            },
        ),
        attack(
            "the address of the owner in capitals",
            Refusal::AccountExists,
            |t| {
                t.claims["email"] = json!("OWNER@Acme.Example");
            },
        ),
        attack(
            "the address of the owner in wide letters",
            Refusal::AccountExists,
            |t| {
                t.claims["email"] = json!("\u{ff4f}wner@acme.example");
            },
        ),
        attack(
            "an address that is not verified",
            Refusal::EmailNotVerified,
            |t| t.claims["email_verified"] = json!(false),
        ),
        attack(
            "nothing said about verification",
            Refusal::EmailNotVerified,
            |t| {
                drop(t.claims.as_object_mut().unwrap().remove("email_verified"));
            },
        ),
        attack("verified as text", Refusal::EmailNotVerified, |t| {
            t.claims["email_verified"] = json!("true")
        }),
        attack(
            "an address of another domain",
            Refusal::DomainNotVerified,
            |t| t.claims["email"] = json!("mia@evil.example"),
        ),
        attack(
            "an address of a domain below",
            Refusal::DomainNotVerified,
            |t| {
                t.claims["email"] = json!("mia@mail.acme.example");
            },
        ),
        attack(
            "an address of a domain that ends like ours",
            Refusal::DomainNotVerified,
            |t| {
                t.claims["email"] = json!("mia@evilacme.example");
            },
        ),
        attack("an address with two domains", Refusal::EmailMissing, |t| {
            t.claims["email"] = json!("mia@evil.example@acme.example");
        }),
        attack("an address with a line break", Refusal::EmailMissing, |t| {
            t.claims["email"] = json!("mia@acme.example\r\nBcc: x@evil.example");
        }),
        attack(
            "an address that is no text",
            Refusal::ClaimsMalformed,
            |t| t.claims["email"] = json!(["mia@acme.example"]),
        ),
    ]
}

fn user_endpoint() -> Vec<Attack> {
    vec![
        attack(
            "a user endpoint about somebody else",
            Refusal::UserInfoOfOtherSubject,
            |t| {
                drop(t.claims.as_object_mut().unwrap().remove("email"));
                t.user_info =
                    json!({ "sub": "ada", "email": "ada@acme.example", "email_verified": true });
            },
        ),
        attack(
            "a user endpoint about nobody",
            Refusal::UserInfoOfOtherSubject,
            |t| {
                drop(t.claims.as_object_mut().unwrap().remove("email"));
                t.user_info = json!({ "email": "ada@acme.example", "email_verified": true });
            },
        ),
        attack(
            "a user endpoint that is a page",
            Refusal::UserInfoMalformed,
            |t| {
                drop(t.claims.as_object_mut().unwrap().remove("email"));
                let lines = "Content-Type: text/html\r\n".to_owned();
                t.instead
                    .push(("/userinfo", Say::Raw(200, lines, b"<html>".to_vec())));
            },
        ),
        attack(
            "a user endpoint that redirects",
            Refusal::UserInfoUnreachable,
            |t| {
                drop(t.claims.as_object_mut().unwrap().remove("email"));
                let lines = "Location: http://169.254.169.254/\r\n".to_owned();
                t.instead
                    .push(("/userinfo", Say::Raw(302, lines, Vec::new())));
            },
        ),
        attack(
            "verification from one place, the address from the other",
            Refusal::EmailNotVerified,
            |t| {
                drop(t.claims.as_object_mut().unwrap().remove("email"));
                t.user_info = json!({ "sub": "mia-at-the-provider", "email": "ada@acme.example" });
            },
        ),
    ]
}
