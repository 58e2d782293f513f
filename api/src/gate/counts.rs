//! What the scan counts besides tokens. In a document that parses the numbers are exact; in another it does not matter.

use super::lexer::Token;
use super::{GateLimits, Reason};

/// Counters of one document. Parentheses hold arguments and variables, braces outside of them selections.
pub(super) struct Counts<'l> {
    limits: &'l GateLimits,
    parentheses: usize,
    braces: usize,
    before: Before,
    definitions: usize,
    /// Of the definition that is being read.
    fields: u64,
    aliases: usize,
    directives: usize,
    spreads: usize,
    variables: usize,
    values: usize,
}

/// What the last token says about a name that follows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    Nothing,
    Spread,
    On,
    At,
}

type Verdict = Result<(), (Reason, String)>;

impl<'l> Counts<'l> {
    pub fn new(limits: &'l GateLimits) -> Self {
        Self {
            limits,
            parentheses: 0,
            braces: 0,
            before: Before::Nothing,
            definitions: 0,
            fields: 0,
            aliases: 0,
            directives: 0,
            spreads: 0,
            variables: 0,
            values: 0,
        }
    }

    /// Counts a token.
    pub fn add(&mut self, token: Token<'_>) -> Verdict {
        let before = std::mem::replace(&mut self.before, Before::Nothing);
        match token {
            Token::Open(b'(') => self.parentheses += 1,
            Token::Close(b')') => self.parentheses = self.parentheses.saturating_sub(1),
            Token::Open(b'{') if self.parentheses == 0 => return self.open(),
            Token::Close(b'}') if self.parentheses == 0 => {
                self.braces = self.braces.saturating_sub(1);
            }
            Token::At => {
                self.before = Before::At;
                self.directives += 1;
                let (count, limit) = (self.directives, self.limits.directives);
                return at_most(limit, count, Reason::TooManyDirectives, "directives");
            }
            Token::Spread => {
                self.before = Before::Spread;
                self.spreads += 1;
                let (count, limit) = (self.spreads, self.limits.spreads);
                return at_most(limit, count, Reason::TooManySpreads, "spreads of fragments");
            }
            Token::Dollar if self.parentheses > 0 && self.braces == 0 => {
                self.variables += 1;
                let (count, limit) = (self.variables, self.limits.variables);
                return at_most(limit, count, Reason::TooManyVariables, "variables");
            }
            Token::Name(text) | Token::Number(text) if text.len() > self.limits.name => {
                let limit = self.limits.name;
                let message =
                    format!("the document has a name or number of more than {limit} characters");
                return Err((Reason::LongName, message));
            }
            Token::Name(_) | Token::Number(_) | Token::Text if self.parentheses > 0 => {
                self.values += 1;
                let (count, limit) = (self.values, self.limits.values);
                let what = "names and values in arguments";
                return at_most(limit, count, Reason::TooManyValues, what);
            }
            Token::Name(name) if self.braces > 0 => return self.name(name, before),
            Token::Colon if self.parentheses == 0 && self.braces > 0 => {
                self.fields = self.fields.saturating_sub(1);
                self.aliases += 1;
                let (count, limit) = (self.aliases, self.limits.aliases);
                return at_most(limit, count, Reason::TooManyAliases, "aliases");
            }
            _ => {}
        }
        Ok(())
    }

    fn open(&mut self) -> Verdict {
        self.braces += 1;
        if self.braces > 1 {
            return Ok(());
        }
        self.fields = 0;
        self.definitions += 1;
        let limit = self.limits.operations + self.limits.fragments;
        let what = "operations and fragments";
        at_most(limit, self.definitions, Reason::TooManyDefinitions, what)
    }

    fn name(&mut self, name: &[u8], before: Before) -> Verdict {
        match before {
            Before::Spread if name == b"on" => self.before = Before::On,
            Before::Nothing => {
                self.fields += 1;
                // The last one may turn out to be an alias.
                if self.fields > self.limits.fields.saturating_add(1) {
                    return Err((Reason::TooManyFields, too_many_fields(self.limits)));
                }
            }
            Before::Spread | Before::On | Before::At => {}
        }
        Ok(())
    }
}

/// How a document with too many fields is refused.
pub(super) fn too_many_fields(limits: &GateLimits) -> String {
    let (limit, all) = (limits.fields, limits.document_fields);
    format!(
        "the document has too many fields once its fragments are expanded; at most {limit} in one operation or fragment \
         and {all} in all are allowed"
    )
}

/// How a document with too many of something is refused.
pub(super) fn too_many(what: &str, limit: usize) -> String {
    format!("the document has more than {limit} {what}: split it")
}

fn at_most(limit: usize, count: usize, reason: Reason, what: &str) -> Verdict {
    if count <= limit {
        return Ok(());
    }
    Err((reason, too_many(what, limit)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gate::lexer::Lexer;

    fn counted<'l>(source: &str, limits: &'l GateLimits) -> Counts<'l> {
        let (mut lexer, mut counts) = (Lexer::of(source), Counts::new(limits));
        while let Some(token) = lexer.next_token() {
            counts.add(token).unwrap();
        }
        counts
    }

    #[test]
    fn fields_are_names_that_nothing_else_claims() {
        let limits = GateLimits::default();
        let source = "query A($a: I = {b: 1}) @d { x: a(b: {c: $a}) @e(f: 1) { ...F ... on T { on } ... { c } } }
                      fragment F on T { d }";
        let counts = counted(source, &limits);
        assert_eq!((counts.fields, counts.aliases), (1, 1));
        assert_eq!((counts.directives, counts.spreads), (2, 3));
        assert_eq!((counts.variables, counts.definitions), (1, 2));
        assert_eq!(
            counted(source.split("fragment").next().unwrap(), &limits).fields,
            3
        );
    }

    #[test]
    fn each_flood_is_refused_before_it_is_parsed() {
        let limits = GateLimits::default();
        let refused = |source: &str| {
            let (mut lexer, mut counts) = (Lexer::of(source), Counts::new(&limits));
            while let Some(token) = lexer.next_token() {
                if let Err((reason, _)) = counts.add(token) {
                    return Some(reason);
                }
            }
            None
        };
        let flood = |part: &str, times: usize| part.repeat(times);
        for (source, reason) in [
            (format!("{{{}}}", flood("a ", 2_002)), Reason::TooManyFields),
            (
                format!("{{{}}}", flood("a:b ", 101)),
                Reason::TooManyAliases,
            ),
            (
                format!("{{a {}}}", flood("@d ", 101)),
                Reason::TooManyDirectives,
            ),
            (
                format!("{{{}}}", flood("...F ", 501)),
                Reason::TooManySpreads,
            ),
            (
                format!("query({}){{a}}", flood("$a:I ", 201)),
                Reason::TooManyVariables,
            ),
            (
                format!("{{a(b:[{}])}}", flood("1 ", 2_001)),
                Reason::TooManyValues,
            ),
            (flood("query A{a} ", 201), Reason::TooManyDefinitions),
            (format!("{{a(b:{})}}", flood("1", 257)), Reason::LongName),
        ] {
            assert_eq!(refused(&source), Some(reason));
        }
        assert_eq!(refused(&format!("{{{}}}", flood("a ", 2_000))), None);
    }
}
