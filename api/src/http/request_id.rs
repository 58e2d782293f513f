//! The id that connects a request with its answer, log lines, span and audit event.

use actix_web::http::header::{HeaderMap, HeaderName};
use uuid::Uuid;

/// The header in which it comes and goes.
pub(super) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The id that a trusted proxy gave, if it is a UUID in its usual form.
pub(super) fn given_request_id(headers: &HeaderMap) -> Option<Uuid> {
    let text = headers.get(REQUEST_ID)?.to_str().ok()?;
    let id = Uuid::try_parse(text).ok().filter(|id| !id.is_nil())?;
    (text.len() == 36).then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::HeaderValue;

    #[test]
    fn only_a_whole_uuid_is_taken() {
        let given = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(REQUEST_ID, HeaderValue::from_str(text).unwrap());
            given_request_id(&headers).is_some()
        };
        assert!(given("0190163d-8694-739b-aea5-966c26f8ad91"));
        for text in [
            "",
            "7",
            "0190163d8694739baea5966c26f8ad91",
            "00000000-0000-0000-0000-000000000000",
            "{0190163d-8694-739b-aea5-966c26f8ad91}",
        ] {
            assert!(!given(text), "{text}");
        }
    }
}
