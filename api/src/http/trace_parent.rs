//! The span of somebody before us, in the `traceparent` of W3C Trace Context. It is believed from a trusted proxy only: from
//! anyone else it could mix requests into other people's traces, or have each of them exported.

use actix_web::HttpRequest;
use actix_web::http::header::{HeaderMap, HeaderName};
use opentelemetry::trace::{SpanContext, SpanId, TraceFlags, TraceId, TraceState};

use crate::edge::Edge;

const TRACE_PARENT: HeaderName = HeaderName::from_static("traceparent");

/// The parent of the request's operation, if somebody trusted says so.
pub(super) fn trace_parent(edge: &Edge, request: &HttpRequest) -> Option<SpanContext> {
    let peer = request.peer_addr()?.ip();
    let is_trusted = edge.proxies.trusts(peer);
    is_trusted.then(|| read(request.headers())).flatten()
}

/// `00-<trace id>-<span id>-<flags>`; later versions may go on after that.
fn read(headers: &HeaderMap) -> Option<SpanContext> {
    let mut values = headers.get_all(TRACE_PARENT);
    let (Some(value), None) = (values.next(), values.next()) else {
        return None;
    };
    let mut parts = value.to_str().ok()?.split('-');
    let mut part = |length: usize| {
        let is_hex = |text: &&str| {
            let digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
            text.len() == length && text.bytes().all(digit)
        };
        parts.next().filter(is_hex)
    };
    let (version, trace_id, span_id, flags) = (part(2)?, part(32)?, part(16)?, part(2)?);
    if version == "ff" || (version == "00" && parts.next().is_some()) {
        return None;
    }
    let context = SpanContext::new(
        TraceId::from_hex(trace_id).ok()?,
        SpanId::from_hex(span_id).ok()?,
        TraceFlags::new(u8::from_str_radix(flags, 16).ok()?),
        true,
        TraceState::default(),
    );
    context.is_valid().then_some(context)
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::HeaderValue;

    const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
    const SPAN: &str = "b7ad6b7169203331";

    fn parent(values: &[&str]) -> Option<SpanContext> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(TRACE_PARENT, HeaderValue::from_str(value).unwrap());
        }
        read(&headers)
    }

    #[test]
    fn a_parent_is_read() {
        for value in [
            format!("00-{TRACE}-{SPAN}-01"),
            format!("01-{TRACE}-{SPAN}-01-more"),
        ] {
            let context = parent(&[&value]).unwrap();
            assert_eq!(context.trace_id().to_string(), TRACE);
            assert_eq!(context.span_id().to_string(), SPAN);
            assert!(context.is_sampled() && context.is_remote());
        }
        let unsampled = parent(&[&format!("00-{TRACE}-{SPAN}-00")]).unwrap();
        assert!(!unsampled.is_sampled());
    }

    #[test]
    fn what_is_none_is_not_taken() {
        let whole = format!("00-{TRACE}-{SPAN}-01");
        assert!(parent(&[&whole, &whole]).is_none());
        let zero = "0".repeat(32);
        for value in [
            String::new(),
            format!("ff-{TRACE}-{SPAN}-01"),
            format!("00-{zero}-{SPAN}-01"),
            format!("00-{TRACE}-{SPAN}"),
            format!("00-{TRACE}-{SPAN}-01-more"),
            format!("00-{}-{SPAN}-01", TRACE.to_uppercase()),
            format!("00-{TRACE}x-{SPAN}-01"),
        ] {
            assert!(parent(&[&value]).is_none(), "{value}");
        }
    }
}
