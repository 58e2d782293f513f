//! The lexical scan: length, number of tokens and nesting, in one pass and without allocating.
//!
//! It must see the same brackets as the parser: strings, block strings and comments hide theirs. Where the two could
//! differ (a string that never ends: the parser would try to read it in another way) the scan refuses.

use async_graphql::Pos;

use super::{GateLimits, Refusal};

/// Checks the text of a document.
pub(super) fn scan(source: &str, limits: &GateLimits) -> Result<(), Refusal> {
    if source.len() > limits.bytes {
        let (length, limit) = (source.len(), limits.bytes);
        let message =
            format!("the document is {length} bytes long; at most {limit} are allowed: split it");
        return Err(Refusal::too_much(message, None));
    }
    let mut lexer = Lexer {
        bytes: source.as_bytes(),
        at: 0,
    };
    let (mut tokens, mut nesting) = (0_usize, 0_usize);
    while let Some(token) = lexer.next_token() {
        let here = || Some(position(source, lexer.at));
        tokens += 1;
        if tokens > limits.tokens {
            let message = format!(
                "the document has more than {} tokens: split it",
                limits.tokens
            );
            return Err(Refusal::too_much(message, here()));
        }
        match token {
            Token::Open => nesting += 1,
            Token::Close => nesting = nesting.saturating_sub(1),
            Token::Other => {}
            Token::Endless => {
                return Err(Refusal::bad_input(
                    "the document has a string that never ends",
                    here(),
                ));
            }
        }
        if nesting > limits.nesting {
            let message = format!(
                "the document is nested more than {} levels deep",
                limits.nesting
            );
            return Err(Refusal::too_much(message, here()));
        }
    }
    Ok(())
}

enum Token {
    Open,
    Close,
    Other,
    Endless,
}

struct Lexer<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Lexer<'_> {
    fn rest(&self) -> &[u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    fn next_token(&mut self) -> Option<Token> {
        self.skip_ignored();
        let byte = *self.rest().first()?;
        self.at += 1;
        Some(match byte {
            b'{' | b'[' | b'(' => Token::Open,
            b'}' | b']' | b')' => Token::Close,
            b'"' if self.rest().starts_with(b"\"\"") => self.block_string(),
            b'"' => self.string(),
            b'.' if self.rest().starts_with(b"..") => {
                self.at += 2;
                Token::Other
            }
            b'-' | b'0'..=b'9' => self
                .run_of(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'+' | b'-')),
            b'_' | b'a'..=b'z' | b'A'..=b'Z' => {
                self.run_of(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
            }
            _ => Token::Other,
        })
    }

    /// White space, commas, byte-order marks and comments.
    fn skip_ignored(&mut self) {
        loop {
            let rest = self.rest();
            match rest.first() {
                Some(b' ' | b',' | b'\t' | b'\n' | b'\r') => self.at += 1,
                Some(b'#') => {
                    self.at += rest
                        .iter()
                        .position(|byte| matches!(byte, b'\n' | b'\r'))
                        .unwrap_or(rest.len());
                }
                Some(0xEF) if rest.starts_with(b"\xEF\xBB\xBF") => self.at += 3,
                _ => return,
            }
        }
    }

    fn run_of(&mut self, belongs: impl Fn(u8) -> bool) -> Token {
        self.at += self
            .rest()
            .iter()
            .take_while(|byte| belongs(**byte))
            .count();
        Token::Other
    }

    fn string(&mut self) -> Token {
        loop {
            match self.rest() {
                [b'"', ..] => {
                    self.at += 1;
                    return Token::Other;
                }
                [b'\\', b'\n' | b'\r', ..] | [b'\n' | b'\r', ..] | [b'\\'] | [] => {
                    return Token::Endless;
                }
                [b'\\', _, ..] => self.at += 2,
                _ => self.at += 1,
            }
        }
    }

    fn block_string(&mut self) -> Token {
        self.at += 2;
        loop {
            match self.rest() {
                [b'"', b'"', b'"', ..] => {
                    self.at += 3;
                    return Token::Other;
                }
                [b'\\', b'"', b'"', b'"', ..] => self.at += 4,
                [] => return Token::Endless,
                _ => self.at += 1,
            }
        }
    }
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
