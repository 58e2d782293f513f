//! Where a trace goes on: a span of somebody before us, in the `traceparent` of W3C Trace Context.
//!
//! It names random ids only. Requests bring it in a header; jobs keep it in their row, so that a run is found in the trace
//! of the request that enqueued it, on whatever machine it runs.

use opentelemetry::Context;
use opentelemetry::trace::{SpanContext, SpanId, TraceContextExt, TraceFlags, TraceId, TraceState};

/// The span that runs now, as others read it: `00-<trace id>-<span id>-<flags>`. `None` if nobody exports it.
#[must_use]
pub fn current() -> Option<String> {
    let context = Context::current();
    let span = context.span().span_context().clone();
    span.is_valid().then(|| {
        let flags = span.trace_flags().to_u8();
        format!("00-{}-{}-{flags:02x}", span.trace_id(), span.span_id())
    })
}

/// Reads `00-<trace id>-<span id>-<flags>`; later versions may go on after that. `None` if it is none.
#[must_use]
pub fn read(value: &str) -> Option<SpanContext> {
    let mut parts = value.split('-');
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

    const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
    const SPAN: &str = "b7ad6b7169203331";

    #[test]
    fn a_parent_is_read() {
        for value in [
            format!("00-{TRACE}-{SPAN}-01"),
            format!("01-{TRACE}-{SPAN}-01-more"),
        ] {
            let context = read(&value).unwrap();
            assert_eq!(context.trace_id().to_string(), TRACE);
            assert_eq!(context.span_id().to_string(), SPAN);
            assert!(context.is_sampled() && context.is_remote());
        }
        let unsampled = read(&format!("00-{TRACE}-{SPAN}-00")).unwrap();
        assert!(!unsampled.is_sampled());
    }

    #[test]
    fn what_is_none_is_not_taken() {
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
            assert!(read(&value).is_none(), "{value}");
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        assert_eq!(current(), None, "nobody exports here");
        let value = format!("00-{TRACE}-{SPAN}-01");
        let context = Context::new().with_remote_span_context(read(&value).unwrap());
        let _attached = context.attach();
        assert_eq!(current(), Some(value));
    }
}
