//! The answer to one operation, and what the transport must know about it.

use std::time::Duration;

use actix_web::http::header::HeaderValue;
use async_graphql::{Response, ServerError, Value};
use serde::Serialize;
use serde::ser::SerializeMap;
use uuid::Uuid;
use xorb_domain::rate_limits::PolicyStanding;
use xorb_domain::{AppError, ErrorCode};

use crate::errors::{into_server_error, publish};

/// A refused document can have thousands of errors; so many are told.
const MAX_REQUEST_ERRORS: usize = 20;

/// An answer, ready to be written. Without `data` nothing was run: a request error.
#[derive(Debug)]
pub struct Answer {
    data: Option<Value>,
    errors: Vec<ServerError>,
    cost: Option<u64>,
    request_id: Uuid,
    /// The codes of the errors, in their order.
    pub codes: Vec<ErrorCode>,
    /// How long one of the errors asks to wait.
    pub retry_after: Option<Duration>,
    /// Cookies that resolvers set.
    pub cookies: Vec<HeaderValue>,
    /// How the caller stands with its limits.
    pub standings: Vec<PolicyStanding>,
}

impl Answer {
    /// The operation was refused before it ran.
    #[must_use]
    pub fn refused(mut errors: Vec<ServerError>, request_id: Uuid) -> Self {
        errors.truncate(MAX_REQUEST_ERRORS);
        let published = publish(errors, request_id);
        Self {
            data: None,
            errors: published.errors,
            cost: None,
            request_id,
            codes: published.codes,
            retry_after: published.retry_after,
            cookies: Vec::new(),
            standings: Vec::new(),
        }
    }

    /// One error, about the request as a whole.
    #[must_use]
    pub fn of_error(error: AppError, request_id: Uuid) -> Self {
        Self::refused(vec![into_server_error(error, None)], request_id)
    }

    /// What async-graphql answered. Errors without a path were found before anything ran.
    #[must_use]
    pub fn of_response(response: Response, cost: u64, request_id: Uuid) -> Self {
        let nothing_ran = response.data == Value::Null
            && !response.errors.is_empty()
            && response.errors.iter().all(|error| error.path.is_empty());
        if nothing_ran {
            return Self {
                cost: Some(cost),
                ..Self::refused(response.errors, request_id)
            };
        }
        let cookies = response.http_headers.get_all("set-cookie").iter();
        let cookies = cookies
            .filter_map(|value| HeaderValue::from_bytes(value.as_bytes()).ok())
            .collect();
        let published = publish(response.errors, request_id);
        Self {
            data: Some(response.data),
            errors: published.errors,
            cost: Some(cost),
            request_id,
            codes: published.codes,
            retry_after: published.retry_after,
            cookies,
            standings: Vec::new(),
        }
    }

    /// The answer with how its caller stands.
    #[must_use]
    pub fn with_standings(mut self, standings: Vec<PolicyStanding>) -> Self {
        self.standings = standings;
        self
    }

    /// What it has cost: a point for each field that is in it.
    #[must_use]
    pub fn points(&self) -> u64 {
        self.data.as_ref().map_or(0, points)
    }

    /// Whether the operation ran, fully or in part.
    #[must_use]
    pub fn has_run(&self) -> bool {
        self.data.is_some()
    }

    /// The errors, as a socket's `error` message carries them.
    #[must_use]
    pub fn errors(&self) -> &[ServerError] {
        &self.errors
    }
}

fn points(value: &Value) -> u64 {
    match value {
        Value::Object(fields) => {
            let inner = fields.values().map(points);
            inner.fold(fields.len() as u64, u64::saturating_add)
        }
        Value::List(items) => items.iter().map(points).fold(0, u64::saturating_add),
        _ => 0,
    }
}

impl Serialize for Answer {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if !self.errors.is_empty() {
            map.serialize_entry("errors", &self.errors)?;
        }
        if let Some(data) = &self.data {
            map.serialize_entry("data", data)?;
        }
        let mut extensions = serde_json::Map::new();
        if let Some(cost) = self.cost {
            extensions.insert("cost".to_owned(), cost.into());
        }
        extensions.insert("requestId".to_owned(), self.request_id.to_string().into());
        map.serialize_entry("extensions", &extensions)?;
        map.end()
    }
}
