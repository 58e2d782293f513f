//! The codes in `extensions.code`.

use xorb_domain::ErrorCode;

use super::table::{code, sentence, table};
use crate::errors::http_status;

pub(super) fn system_errors() -> String {
    let rows = ErrorCode::ALL.map(|error| {
        let (meaning, remedy) = advice(error);
        let status = http_status(error).as_u16().to_string();
        vec![
            code(error.as_str()),
            status,
            sentence(meaning),
            sentence(remedy),
        ]
    });
    table(&["Code", "Status", "What it means", "What to do"], rows)
}

/// What a code means, and what to do.
fn advice(error: ErrorCode) -> (&'static str, &'static str) {
    match error {
        ErrorCode::Unauthenticated => (
            "no credentials came along, or they are invalid or have ended",
            "call `refreshSession` once, then `logIn`",
        ),
        ErrorCode::Forbidden => (
            "you may not do this; the message names the missing permission (`viewer.permissions` lists yours)",
            "ask an administrator of your company for a role that has it",
        ),
        ErrorCode::NotFound => (
            "there is no such object in your company, which is also what the id of another company's object answers",
            "check the id, and whether the object was deleted",
        ),
        ErrorCode::BadUserInput => (
            "the request, its document or a variable can't be used; the message says which and why",
            "change the request: the same one fails each time",
        ),
        ErrorCode::Conflict => (
            "the object has changed since you read it, or its state does not allow this any more",
            "load it again, decide anew and send the mutation with the new `version`",
        ),
        ErrorCode::RateLimited => (
            "too many requests, points or attempts; the headers `RateLimit-Policy` and `RateLimit` tell all limits and what is left",
            "wait for `Retry-After` (`extensions.retryAfterSeconds`), then go on more slowly",
        ),
        ErrorCode::CostExceeded => (
            "the document asks for more than one operation may; the message names the limit",
            "ask for fewer items or fields, or in several operations",
        ),
        ErrorCode::IdempotencyConflict => (
            "this `idempotencyKey` was used within 24 hours with another input",
            "take a new key for a new input; keep the key only for sending the same input again",
        ),
        ErrorCode::Unavailable => (
            "a part of the platform is away or overloaded",
            "wait for `Retry-After`, then send the same again, a mutation with the same `idempotencyKey`",
        ),
        ErrorCode::Internal => (
            "something failed inside the platform; the cause is in its log only",
            "tell support the `requestId`",
        ),
    }
}
