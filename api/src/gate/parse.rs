//! The one parse of a document, and its errors in our words.

use async_graphql::parser::{Error, parse_query, types::ExecutableDocument};

use super::{Reason, Refusal};

/// Parses a scanned document. The parser's own text quotes the whole line back; ours names line, column and what it
/// waited for.
pub(super) fn parse(source: &str) -> Result<ExecutableDocument, Refusal> {
    parse_query(source).map_err(|error| {
        let position = error.positions().next();
        let reason = match &error {
            Error::Syntax { message, .. } => message
                .lines()
                .last()
                .and_then(|line| line.trim().strip_prefix("= ")),
            _ => None,
        };
        let reason = reason.map_or_else(|| other_reason(&error), ToOwned::to_owned);
        let place = position
            .map(|at| format!(" at line {}, column {}", at.line, at.column))
            .unwrap_or_default();
        Refusal::new(
            Reason::Syntax,
            format!("the document can't be parsed{place}: {reason}"),
            position,
        )
    })
}

fn other_reason(error: &Error) -> String {
    match error {
        Error::Syntax { .. } => "syntax error".to_owned(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_syntax_error_says_where_and_what_was_expected() {
        let refusal = parse("{ a(x: ) }").unwrap_err();
        assert_eq!(
            refusal.error.to_string(),
            "the document can't be parsed at line 1, column 8: expected value"
        );
    }

    #[test]
    fn an_empty_document_says_so() {
        assert!(
            parse("")
                .unwrap_err()
                .error
                .to_string()
                .contains("line 1, column 1")
        );
    }
}
