//! The tokens one by one, with the next one in view and where it stands.

use std::borrow::Cow;

use async_graphql::{Name, Pos, Positioned};

use super::syntax_error::{Parsed, SyntaxError};
use crate::gate::lexer::{Lexer, Token};

pub(super) struct Reader<'s> {
    source: &'s str,
    lexer: Lexer<'s>,
    next: Option<Token<'s>>,
    position: Pos,
    /// The byte that `position` is the place of.
    counted: usize,
    #[cfg(test)]
    pub tokens: usize,
}

impl<'s> Reader<'s> {
    pub fn of(source: &'s str) -> Self {
        let mut reader = Self {
            source,
            lexer: Lexer::of(source),
            next: None,
            position: Pos { line: 1, column: 1 },
            counted: 0,
            #[cfg(test)]
            tokens: 0,
        };
        reader.advance();
        reader
    }

    /// The next token, which stays.
    pub fn peek(&self) -> Option<Token<'s>> {
        self.next
    }

    /// Where the next token stands.
    pub fn here(&self) -> Pos {
        self.position
    }

    /// The text of the next token.
    pub fn text(&self) -> &'s str {
        let token = self.lexer.start()..self.lexer.offset();
        self.source.get(token).unwrap_or_default()
    }

    /// Goes to the token behind the next one.
    pub fn advance(&mut self) {
        self.next = self.lexer.next_token();
        #[cfg(test)]
        {
            self.tokens += 1;
        }
        let start = self.lexer.start();
        let passed = self.source.as_bytes().get(self.counted..start);
        for byte in passed.unwrap_or_default() {
            match byte {
                b'\n' => self.position = line_start(self.position.line + 1),
                b'\r' => self.position = line_start(self.position.line),
                0x80..=0xBF => {}
                _ => self.position.column += 1,
            }
        }
        self.counted = start;
    }

    /// Goes on behind the first `length` bytes of the next token.
    pub fn advance_by(&mut self, length: usize) {
        self.lexer
            .go_on_at(self.lexer.start().saturating_add(length));
        self.advance();
    }

    pub fn is(&self, token: Token<'_>) -> bool {
        self.next == Some(token)
    }

    /// Whether the next token was this one; it is taken.
    pub fn take(&mut self, token: Token<'_>) -> bool {
        let is_here = self.is(token);
        if is_here {
            self.advance();
        }
        is_here
    }

    /// # Errors
    /// If the next token is another one.
    pub fn expect(&mut self, token: Token<'_>, what: &'static str) -> Parsed<()> {
        if self.take(token) {
            return Ok(());
        }
        self.refuse(what)
    }

    /// # Errors
    /// If no name comes next.
    pub fn name(&mut self) -> Parsed<Positioned<Name>> {
        if !matches!(self.next, Some(Token::Name(_))) {
            return self.refuse("expected name");
        }
        let name = Positioned::new(Name::new(self.text()), self.position);
        self.advance();
        Ok(name)
    }

    /// Says what should have stood here.
    pub fn refuse<T>(&self, message: impl Into<Cow<'static, str>>) -> Parsed<T> {
        Err(SyntaxError {
            position: self.position,
            message: message.into(),
        })
    }

    /// One or more of what `read` reads, up to `close`.
    pub fn many<T>(
        &mut self,
        close: Token<'_>,
        mut read: impl FnMut(&mut Self) -> Parsed<T>,
    ) -> Parsed<Vec<T>> {
        let mut items = vec![read(self)?];
        while !self.take(close) {
            items.push(read(self)?);
        }
        Ok(items)
    }
}

fn line_start(line: usize) -> Pos {
    Pos { line, column: 1 }
}
