//! The tokens of a document. The scan counts them, the parser reads them: both see the same brackets and strings.

/// A token. White space, commas and comments are none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// One of `{[(`.
    Open(u8),
    /// One of `}])`.
    Close(u8),
    Name(&'a [u8]),
    Number(&'a [u8]),
    /// A whole string.
    Text,
    /// `...`
    Spread,
    /// `@`
    At,
    /// `$`
    Dollar,
    Colon,
    /// Any other byte.
    Other(u8),
    /// A string that never ends.
    Endless,
}

pub(super) struct Lexer<'a> {
    bytes: &'a [u8],
    start: usize,
    at: usize,
}

impl<'a> Lexer<'a> {
    pub fn of(source: &'a str) -> Self {
        Self {
            bytes: source.as_bytes(),
            start: 0,
            at: 0,
        }
    }

    /// The byte behind the last token.
    pub fn offset(&self) -> usize {
        self.at
    }

    /// The first byte of the last token, or the end.
    pub fn start(&self) -> usize {
        self.start
    }

    /// Reads on from here: the last token was longer than what was needed of it.
    pub fn go_on_at(&mut self, offset: usize) {
        self.at = offset;
    }

    fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// The next token, if there is one.
    pub fn next_token(&mut self) -> Option<Token<'a>> {
        self.skip_ignored();
        self.start = self.at;
        let byte = *self.rest().first()?;
        self.at += 1;
        Some(match byte {
            b'{' | b'[' | b'(' => Token::Open(byte),
            b'}' | b']' | b')' => Token::Close(byte),
            b'"' if self.rest().starts_with(b"\"\"") => self.block_string(),
            b'"' => self.string(),
            b'.' if self.rest().starts_with(b"..") => {
                self.at += 2;
                Token::Spread
            }
            b'-' | b'0'..=b'9' => {
                Token::Number(self.run_of(|byte| {
                    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'+' | b'-')
                }))
            }
            b'_' | b'a'..=b'z' | b'A'..=b'Z' => {
                Token::Name(self.run_of(|byte| byte.is_ascii_alphanumeric() || byte == b'_'))
            }
            b'@' => Token::At,
            b'$' => Token::Dollar,
            b':' => Token::Colon,
            _ => Token::Other(byte),
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

    /// The bytes from the last one on that belong together.
    fn run_of(&mut self, belongs: impl Fn(u8) -> bool) -> &'a [u8] {
        let start = self.at.saturating_sub(1);
        let rest = self.rest().iter();
        self.at += rest.take_while(|byte| belongs(**byte)).count();
        self.bytes.get(start..self.at).unwrap_or_default()
    }

    fn string(&mut self) -> Token<'a> {
        loop {
            match self.rest() {
                [b'"', ..] => {
                    self.at += 1;
                    return Token::Text;
                }
                [b'\\', b'\n' | b'\r', ..] | [b'\n' | b'\r', ..] | [b'\\'] | [] => {
                    return Token::Endless;
                }
                [b'\\', _, ..] => self.at += 2,
                _ => self.at += 1,
            }
        }
    }

    fn block_string(&mut self) -> Token<'a> {
        self.at += 2;
        loop {
            match self.rest() {
                [b'"', b'"', b'"', ..] => {
                    self.at += 3;
                    return Token::Text;
                }
                [b'\\', b'"', b'"', b'"', ..] => self.at += 4,
                [] => return Token::Endless,
                _ => self.at += 1,
            }
        }
    }
}
