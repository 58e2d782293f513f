//! The one conversion `AppError` → what a client sees: `extensions.code` of the closed set, and `requestId`.
//!
//! What is not an `AppError` and was not said by async-graphql itself is a defect: its text stays in the log.

use std::time::Duration;

use async_graphql::{ErrorExtensionValues, ServerError};
use uuid::Uuid;
use xorb_domain::{AppError, ErrorCode};

const INTERNAL_TEXT: &str = "internal error; the request id leads support to the cause";

/// Errors as clients see them, and what the transport needs to know about them.
#[derive(Debug)]
pub struct Publication {
    /// For the answer.
    pub errors: Vec<ServerError>,
    /// The codes, in the same order.
    pub codes: Vec<ErrorCode>,
    /// The longest time that one of them asks to wait.
    pub retry_after: Option<Duration>,
}

/// Converts the errors of one answer. Causes of internal errors are logged here, once.
#[must_use]
pub fn publish(errors: Vec<ServerError>, request_id: Uuid) -> Publication {
    let mut publication = Publication {
        errors: Vec::with_capacity(errors.len()),
        codes: Vec::new(),
        retry_after: None,
    };
    for mut error in errors {
        let code = classify(&error);
        match code {
            ErrorCode::Internal => {
                tracing::error!(%request_id, path = ?error.path, cause = cause_of(&error), "internal error");
                INTERNAL_TEXT.clone_into(&mut error.message);
            }
            ErrorCode::Unavailable => {
                tracing::warn!(%request_id, path = ?error.path, cause = cause_of(&error), "a part is away");
            }
            _ => {}
        }
        let retry_after = error.source::<AppError>().and_then(retry_after);
        let mut extensions = ErrorExtensionValues::default();
        extensions.set("code", code.as_str());
        extensions.set("requestId", request_id.to_string());
        if let Some(wait) = retry_after {
            extensions.set("retryAfterSeconds", wait.as_secs().max(1));
        }
        error.extensions = Some(extensions);
        error.source = None;
        publication.retry_after = publication.retry_after.max(retry_after);
        publication.codes.push(code);
        publication.errors.push(error);
    }
    publication
}

fn classify(error: &ServerError) -> ErrorCode {
    match (error.source::<AppError>(), &error.source) {
        (Some(known), _) => known.code(),
        (None, None) if error.path.is_empty() || is_about_input(&error.message) => {
            ErrorCode::BadUserInput
        }
        (None, _) => ErrorCode::Internal,
    }
}

/// Texts with which async-graphql refuses an argument while it runs (a variable inside an input object, say).
fn is_about_input(message: &str) -> bool {
    ["Failed to parse \"", "Expected input type \""]
        .iter()
        .any(|start| message.starts_with(start))
}

fn retry_after(error: &AppError) -> Option<Duration> {
    match error {
        AppError::RateLimited { retry_after } | AppError::Unavailable { retry_after, .. } => {
            Some(*retry_after)
        }
        _ => None,
    }
}

/// The chain of causes, for the log.
fn cause_of(error: &ServerError) -> String {
    let mut chain = Vec::new();
    let mut cause = error
        .source::<AppError>()
        .map(|known| known as &dyn std::error::Error);
    while let Some(current) = cause {
        chain.push(current.to_string());
        cause = current.source();
    }
    if chain.is_empty() {
        return "an error that is not an AppError left a resolver".to_owned();
    }
    chain.join(": ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::errors::into_server_error;
    use async_graphql::{Pos, Value};

    fn published(error: ServerError) -> (String, String) {
        let mut publication = publish(vec![error], Uuid::nil());
        let error = publication.errors.remove(0);
        let extensions = error.extensions.unwrap();
        assert_eq!(
            extensions.get("requestId"),
            Some(&Value::from(Uuid::nil().to_string()))
        );
        let Some(Value::String(code)) = extensions.get("code") else {
            panic!("no code")
        };
        (code.clone(), error.message)
    }

    #[test]
    fn an_internal_error_never_shows_its_cause() {
        let (code, message) = published(into_server_error(
            AppError::internal("password=hunter2"),
            None,
        ));
        assert_eq!(
            (code.as_str(), message.as_str()),
            ("INTERNAL", INTERNAL_TEXT)
        );
    }

    #[test]
    fn an_error_of_another_type_is_internal_too() {
        let foreign = async_graphql::Error::new_with_source(std::fmt::Error)
            .into_server_error(Pos::default());
        assert_eq!(published(foreign).0, "INTERNAL");
        let mut text = ServerError::new("SELECT secret FROM", None);
        text.path = vec![async_graphql::PathSegment::Field("a".into())];
        assert_eq!(published(text).1, INTERNAL_TEXT);
    }

    #[test]
    fn an_app_error_that_a_resolver_returned_keeps_its_code_and_text() {
        let error = async_graphql::Error::from(AppError::NotFound("scan"))
            .into_server_error(Pos::default());
        assert_eq!(
            published(error),
            ("NOT_FOUND".into(), "there is no such scan".into())
        );
    }

    #[test]
    fn what_async_graphql_says_about_a_document_is_bad_user_input() {
        assert_eq!(
            published(ServerError::new("Unknown field \"x\"", None)).0,
            "BAD_USER_INPUT"
        );
    }

    #[test]
    fn the_longest_wait_wins() {
        let wait = |seconds| {
            into_server_error(
                AppError::RateLimited {
                    retry_after: Duration::from_secs(seconds),
                },
                None,
            )
        };
        let publication = publish(vec![wait(3), wait(9)], Uuid::nil());
        assert_eq!(publication.retry_after, Some(Duration::from_secs(9)));
    }
}
