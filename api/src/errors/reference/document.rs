//! The whole page.

use super::business::user_errors;
use super::refusals::refusals;
use super::system::system_errors;
use super::transport::{closes, statuses};
use super::work::work;

/// `docs/errors.md`, as `xorb errors` prints it.
#[must_use]
pub fn reference() -> String {
    [
        HEAD.to_owned(),
        format!("{SYSTEM}\n{}", system_errors()),
        format!("{REFUSALS}\n{}", refusals()),
        format!("{STATUSES}\n{}", statuses()),
        format!("{BUSINESS}\n{}", user_errors()),
        format!("{WORK}\n{}", work()),
        format!("{SOCKETS}\n{}", closes()),
    ]
    .join("\n")
}

const HEAD: &str = "\
<!-- Written by `make errors` from the program: change it there. -->

# Errors

Every error that a client of the API can get, what it means and what to do. Codes are for programs and stay; messages are for
people and may change. Sets marked as closed get new codes only with a new release, and the schema or this page names them.
";

const SYSTEM: &str = "\
## Errors of an operation: `errors[].extensions.code`

A closed set. The operation, or the field that `path` names, was not done. Each error carries `code` and `requestId`, the id
that support finds the request by; with `RATE_LIMITED` and `UNAVAILABLE` also `retryAfterSeconds`. The status is that of an
answer in which nothing ran, under `application/graphql-response+json`; under `application/json`, 200 stands for 400. What ran
in part is 200.
";

const REFUSALS: &str = "\
## Documents that are refused unread

Every reason of the document gate, which looks before anything is validated or run. The message names the limit, `locations`
the place.
";

const STATUSES: &str = "\
## Requests that are no operation

These have a status of their own and the code `BAD_USER_INPUT`.
";

const BUSINESS: &str = "\
## Errors of an input: `userErrors[].code`

A closed set, the enum `UserErrorCode`. The mutation was understood and refused; nothing was changed. `path` names the part
of the input, `message` says what to do in words that may be shown to the person.
";

const WORK: &str = "\
## Errors of work that runs by itself

A closed set for each kind of work. The mutation was accepted; these say why what it started did not succeed. Objects with
`code` and `message` carry the words below as `message`, or closer ones.
";

const SOCKETS: &str = "\
## Close codes of WebSockets

Operations over a socket have the errors above, in `error` and `next` messages. The socket itself is closed with these.
";
