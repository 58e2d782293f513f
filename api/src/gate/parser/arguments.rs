//! Arguments and directives.

use async_graphql::parser::types::Directive;
use async_graphql::{Name, Positioned};
use async_graphql_value::Value;

use super::reader::Reader;
use super::syntax_error::Parsed;
use super::value::{Variables, value};
use crate::gate::lexer::Token;

type Arguments = Vec<(Positioned<Name>, Positioned<Value>)>;

/// Reads arguments in parentheses, if there are some.
///
/// # Errors
/// If they are not well-formed.
pub(super) fn arguments(reader: &mut Reader<'_>, variables: Variables) -> Parsed<Arguments> {
    if !reader.take(Token::Open(b'(')) {
        return Ok(Vec::new());
    }
    reader.many(Token::Close(b')'), |reader| {
        let name = reader.name()?;
        reader.expect(Token::Colon, "expected `:`")?;
        let here = reader.here();
        Ok((name, Positioned::new(value(reader, variables)?, here)))
    })
}

/// Reads as many directives as there are.
///
/// # Errors
/// If one is not well-formed.
pub(super) fn directives(
    reader: &mut Reader<'_>,
    variables: Variables,
) -> Parsed<Vec<Positioned<Directive>>> {
    let mut directives = Vec::new();
    while reader.is(Token::At) {
        let here = reader.here();
        reader.advance();
        let directive = Directive {
            name: reader.name()?,
            arguments: arguments(reader, variables)?,
        };
        directives.push(Positioned::new(directive, here));
    }
    Ok(directives)
}
