//! The lexical scan: length, number of tokens, nesting, and whatever else can be counted without parsing, in one pass
//! and without allocating. A flood is refused for a tenth of what its parsing would cost.

use async_graphql::Pos;

use super::counts::Counts;
use super::lexer::{Lexer, Token};
use super::{GateLimits, Reason, Refusal};

/// Checks the text of a document.
pub(super) fn scan(source: &str, limits: &GateLimits) -> Result<(), Refusal> {
    if source.len() > limits.bytes {
        let (length, limit) = (source.len(), limits.bytes);
        let message =
            format!("the document is {length} bytes long; at most {limit} are allowed: split it");
        return Err(Refusal::new(Reason::TooLong, message, None));
    }
    let mut lexer = Lexer::of(source);
    let (mut tokens, mut nesting) = (0_usize, 0_usize);
    let mut counts = Counts::new(limits);
    while let Some(token) = lexer.next_token() {
        let refuse = |reason, message| {
            let here = position(source, lexer.offset());
            Refusal::new(reason, message, Some(here))
        };
        tokens += 1;
        if tokens > limits.tokens {
            let limit = limits.tokens;
            let message = format!("the document has more than {limit} tokens: split it");
            return Err(refuse(Reason::TooManyTokens, message));
        }
        match token {
            Token::Open(_) => nesting += 1,
            Token::Close(_) => nesting = nesting.saturating_sub(1),
            Token::Endless => {
                let message = "the document has a string that never ends".to_owned();
                return Err(refuse(Reason::EndlessString, message));
            }
            _ => {}
        }
        if nesting > limits.nesting {
            let limit = limits.nesting;
            let message = format!("the document is nested more than {limit} levels deep");
            return Err(refuse(Reason::TooNested, message));
        }
        counts
            .add(token)
            .map_err(|(reason, message)| refuse(reason, message))?;
    }
    Ok(())
}

/// Line and column (both from 1) of a byte offset; only worked out for a refusal.
fn position(source: &str, offset: usize) -> Pos {
    let before = source.as_bytes().get(..offset).unwrap_or_default();
    let line = before.split(|byte| *byte == b'\n').count();
    let column = before
        .iter()
        .rev()
        .take_while(|byte| **byte != b'\n')
        .count()
        .max(1);
    Pos { line, column }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(source: &str) -> Result<(), String> {
        let limits = GateLimits {
            tokens: 50,
            nesting: 4,
            ..GateLimits::default()
        };
        scan(source, &limits).map_err(|refusal| refusal.error.to_string())
    }

    #[test]
    fn brackets_in_strings_and_comments_do_not_count() {
        assert_eq!(verdict(r#"{ a(x: "[[[[[[[[") }"#), Ok(()));
        assert_eq!(verdict(r#"{ a(x: "\"[[[[[[[[") }"#), Ok(()));
        assert_eq!(
            verdict("{ a(x: \"\"\"[[[[ \\\"\"\" [[[[ \" [[[[\"\"\") }"),
            Ok(())
        );
        assert_eq!(verdict("{ a # [[[[[[[[\n }"), Ok(()));
    }

    #[test]
    fn brackets_after_strings_and_comments_do_count() {
        assert!(verdict("{ a(x: \"\" y: [[[[[]]]]]) }").is_err());
        assert!(verdict("{ a(x: \"\"\"\"\"\" y: [[[[[]]]]]) }").is_err());
        assert!(verdict("{ a # \"\n(x: [[[[]]]]) }").is_err());
        assert!(verdict("{ a # \"\r(x: [[[[]]]]) }").is_err());
        assert!(verdict("{ a(x: \"\\\\\" y: [[[[]]]]) }").is_err());
    }

    #[test]
    fn a_string_that_never_ends_is_refused_because_the_parser_would_read_on_behind_it() {
        assert!(
            verdict("{ a(x: \"\"\" x\" [[")
                .unwrap_err()
                .contains("never ends")
        );
        assert!(
            verdict("{ a(x: \"abc\n [[[[\") }")
                .unwrap_err()
                .contains("never ends")
        );
        assert!(verdict("{ a(x: \"abc").unwrap_err().contains("never ends"));
        assert!(
            verdict("{ a(x: \"abc\\")
                .unwrap_err()
                .contains("never ends")
        );
    }

    #[test]
    fn tokens_and_nesting_are_limited_and_the_text_names_the_limit() {
        assert!(
            verdict(&format!("{{ {} }}", "a ".repeat(60)))
                .unwrap_err()
                .contains("50 tokens")
        );
        assert!(
            verdict("{ a { b { c { d { e } } } } }")
                .unwrap_err()
                .contains("4 levels")
        );
    }

    #[test]
    fn commas_and_comments_are_not_tokens() {
        assert_eq!(
            verdict(&format!(
                "{{ a {} #{} \n }}",
                ",".repeat(500),
                "x ".repeat(500)
            )),
            Ok(())
        );
    }

    #[test]
    fn a_refusal_says_where() {
        let limits = GateLimits {
            nesting: 1,
            ..GateLimits::default()
        };
        let refusal = scan("{\n a {", &limits).unwrap_err();
        assert_eq!(refusal.position, Some(Pos { line: 2, column: 4 }));
    }
}
