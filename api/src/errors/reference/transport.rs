//! What the transports refuse in words of their own.

use super::table::{sentence, table};
use crate::ws::documented_closes;

/// Statuses that no code stands for; the code of their answers is `BAD_USER_INPUT`.
const STATUSES: [(u16, &str, &str); 6] = [
    (
        400,
        "the body is no GraphQL request: no JSON, a batch, or without `query` and `documentId`",
        "send one operation as `{ \"query\": …, \"variables\": …, \"operationName\": … }`",
    ),
    (
        405,
        "a mutation by GET, or another method than GET and POST",
        "send a POST; the header `Allow` lists what there is",
    ),
    (
        406,
        "the header `Accept` wants none of the media types that there are",
        "accept `application/graphql-response+json`",
    ),
    (
        408,
        "the body did not arrive in time",
        "send it again over a better connection",
    ),
    (
        413,
        "the body is larger than the server reads; the message says how large it may be",
        "send smaller variables",
    ),
    (
        415,
        "the body is of another media type, character set or encoding",
        "send `Content-Type: application/json` in UTF-8",
    ),
];

pub(super) fn statuses() -> String {
    let rows = STATUSES.map(|(status, meaning, remedy)| {
        vec![status.to_string(), sentence(meaning), sentence(remedy)]
    });
    table(&["Status", "What it means", "What to do"], rows)
}

pub(super) fn closes() -> String {
    let rows = documented_closes().into_iter().map(|(code, text, remedy)| {
        vec![
            u16::from(code).to_string(),
            sentence(&text),
            sentence(remedy),
        ]
    });
    table(&["Close code", "Its text", "What to do"], rows)
}
