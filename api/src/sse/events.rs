//! Events as they stand on the wire. JSON holds no line break, so that one line of data is enough.

use crate::execute::Answer;

/// What says that a body is a stream of events.
pub(crate) const CONTENT_TYPE: &str = "text/event-stream; charset=utf-8";

/// A comment, which clients pass over: it shows both sides that the other is still there.
pub(super) const HEARTBEAT: &[u8] = b":\n\n";

/// A result.
///
/// # Errors
/// If the answer can't be written: a defect.
pub(crate) fn next(answer: &Answer) -> Result<Vec<u8>, serde_json::Error> {
    let mut event = b"event: next\ndata: ".to_vec();
    serde_json::to_writer(&mut event, answer)?;
    event.extend_from_slice(b"\n\n");
    Ok(event)
}

/// The end. Browsers hear no event without a `data` line.
pub(crate) fn complete() -> Vec<u8> {
    b"event: complete\ndata: \n\n".to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;
    use xorb_domain::AppError;

    #[test]
    fn an_event_is_one_line_whatever_it_holds() {
        let error = AppError::BadInput("two\nlines\r\n\nevent: complete".into());
        let event = next(&Answer::of_error(error, Uuid::nil())).unwrap();
        let event = String::from_utf8(event).unwrap();
        assert_eq!(event.matches('\n').count(), 3, "{event}");
        assert!(event.starts_with("event: next\ndata: {\"errors\"") && event.ends_with("}\n\n"));
    }
}
