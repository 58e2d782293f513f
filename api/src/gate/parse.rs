//! The one parse of a document, and its errors in our words.

use async_graphql::parser::types::ExecutableDocument;

use super::parser::document;
use super::{Reason, Refusal};

/// Parses a scanned document. A refusal names line, column and what was expected there.
pub(super) fn parse(source: &str) -> Result<ExecutableDocument, Refusal> {
    document(source).map_err(|error| {
        let (position, reason) = (error.position, error.message);
        let (line, column) = (position.line, position.column);
        let message =
            format!("the document can't be parsed at line {line}, column {column}: {reason}");
        Refusal::new(Reason::Syntax, message, Some(position))
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use async_graphql::parser::parse_query;

    use super::*;
    use crate::gate::GateLimits;
    use crate::gate::scan::scan;

    fn message(source: &str) -> String {
        parse(source).unwrap_err().error.to_string()
    }

    fn agrees(source: &str) {
        let ours = serde_json::to_value(parse(source).unwrap()).unwrap();
        let theirs = serde_json::to_value(parse_query(source).unwrap()).unwrap();
        assert_eq!(ours, theirs, "{source}");
    }

    #[test]
    fn a_syntax_error_says_where_and_what_was_expected() {
        for (source, place, expected) in [
            ("{ a(x: ) }", "1, column 8", "expected value"),
            ("", "1, column 1", "expected an operation"),
            ("{", "1, column 2", "expected field"),
            ("{ a\n b( }", "2, column 5", "expected name"),
            (
                "{ a } }",
                "1, column 7",
                "expected an operation or a fragment",
            ),
            (
                "query($a: Int = [$b]) { a }",
                "1, column 18",
                "without variables",
            ),
            ("{ a(b: \"\\x\") }", "1, column 8", "escapes"),
            ("{ a(b: 1e999) }", "1, column 8", "out of range"),
            (
                "query A { a } query A { b }",
                "1, column 15",
                "`A` is defined twice",
            ),
            ("query A { a } { b }", "1, column 15", "the only one"),
            (
                "{ a } fragment F on Q { b }\nfragment F on Q { c }",
                "2, column 1",
                "defined twice",
            ),
            (
                "fragment F on Q { b }",
                "1, column 22",
                "expected an operation",
            ),
            (
                "fragment on on Q { b }",
                "1, column 10",
                "name of the fragment",
            ),
        ] {
            let message = message(source);
            assert!(message.contains(&format!("at line {place}: ")), "{message}");
            assert!(message.contains(expected), "{message}");
        }
    }

    #[test]
    fn every_part_of_the_grammar_is_read_as_async_graphql_reads_it() {
        for source in [
            "{ a }",
            "{a,b c}#d\n",
            "\u{feff}query A @x { a: b(c: 1, d: -2.5e3, e: \"f\\u00e9\", g: $h) @i(j: K) { l } }",
            "mutation { a(b: [1, [], {c: null, d: {}}], e: true, f: false) }",
            "subscription S($a: [Int!]! = [1 2], $b: T = {c: D} $e: [[X]!]) { a }",
            "query A { ...F ... on T @a { b } ... { c } ... @d { e } } fragment F on on @g { query on true }",
            "query A { a } query B { b } mutation C { fragment }",
            "{ a(b: \"\"\"\n  c\n    d\n\"\"\", e: \"\") }",
            "{\r\n  \r  a(b: [1-2]) }\n",
            "query A{a(b:[1-2 \"中\" c])\n\n d}",
        ] {
            agrees(source);
        }
    }

    #[test]
    fn what_async_graphql_reads_otherwise_is_read_as_the_specification_says() {
        for source in [
            "{ a(b: trueish, c: [nullable]) }",
            "query($a: [ Int ! ] = 1 @d) { a }",
            "{ ...on#\nT { a } }",
        ] {
            assert!(parse(source).is_ok(), "{source}");
        }
        for source in [
            "queryA { a }",
            "fragmentA on Q { a } { a }",
            "{ a(b: [01]) }",
            "query() { a }",
            "{ ...on }",
            "{ a(b: \"\\uD83D\\uDE00\") }",
            "{ a() }",
            "{ }",
            "{ a { } }",
        ] {
            assert!(parse(source).is_err(), "{source}");
        }
    }

    #[test]
    fn the_hostile_documents_and_the_contract_are_read_as_async_graphql_reads_them() {
        let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests");
        let mut compared = 0;
        for entry in std::fs::read_dir(tests.join("hostile_documents")).unwrap() {
            let Ok(text) = std::fs::read_to_string(entry.unwrap().path()) else {
                continue;
            };
            let source = text.split_once('\n').unwrap().1;
            if scan(source, &GateLimits::default()).is_err() || parse(source).is_err() {
                continue;
            }
            agrees(source);
            compared += 1;
        }
        assert!(compared > 50, "{compared}");
        let contract = tests.join("it/contract/operations.graphql");
        agrees(&std::fs::read_to_string(contract).unwrap());
    }
}
