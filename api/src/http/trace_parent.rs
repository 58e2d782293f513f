//! The `traceparent` of a request. It is believed from a trusted proxy only: from anyone else it could mix requests into
//! other people's traces, or have each of them exported.

use actix_web::http::header::{HeaderMap, HeaderName};
use opentelemetry::trace::SpanContext;

const TRACE_PARENT: HeaderName = HeaderName::from_static("traceparent");

/// What a request of somebody trusted is a part of. Two of them are none.
pub(super) fn trace_parent(headers: &HeaderMap) -> Option<SpanContext> {
    let mut values = headers.get_all(TRACE_PARENT);
    let (Some(value), None) = (values.next(), values.next()) else {
        return None;
    };
    xorb_domain::trace_parent::read(value.to_str().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::HeaderValue;

    #[test]
    fn one_header_is_read_and_two_are_none() {
        let value = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        let mut headers = HeaderMap::new();
        assert!(trace_parent(&headers).is_none());
        headers.append(TRACE_PARENT, HeaderValue::from_static(value));
        assert!(trace_parent(&headers).is_some());
        headers.append(TRACE_PARENT, HeaderValue::from_static(value));
        assert!(trace_parent(&headers).is_none());
    }
}
