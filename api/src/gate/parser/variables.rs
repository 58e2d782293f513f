//! The variables that an operation defines, and their types.

use async_graphql::Positioned;
use async_graphql::parser::types::{BaseType, Type, VariableDefinition};

use super::arguments::directives;
use super::reader::Reader;
use super::syntax_error::Parsed;
use super::value::{Variables, value};
use crate::gate::lexer::Token;

/// Reads the variables in parentheses, if there are some.
///
/// # Errors
/// If they are not well-formed.
pub(super) fn variables(reader: &mut Reader<'_>) -> Parsed<Vec<Positioned<VariableDefinition>>> {
    if !reader.take(Token::Open(b'(')) {
        return Ok(Vec::new());
    }
    reader.many(Token::Close(b')'), variable)
}

fn variable(reader: &mut Reader<'_>) -> Parsed<Positioned<VariableDefinition>> {
    let here = reader.here();
    reader.expect(Token::Dollar, "expected variable")?;
    let name = reader.name()?;
    reader.expect(Token::Colon, "expected `:`")?;
    let type_at = reader.here();
    let var_type = Positioned::new(of_type(reader)?, type_at);
    let mut default_value = None;
    if reader.take(Token::Other(b'=')) {
        let default_at = reader.here();
        let default = value(reader, Variables::Refused)?.into_const();
        default_value = default.map(|value| Positioned::new(value, default_at));
    }
    let variable = VariableDefinition {
        name,
        var_type,
        directives: directives(reader, Variables::Refused)?,
        default_value,
    };
    Ok(Positioned::new(variable, here))
}

fn of_type(reader: &mut Reader<'_>) -> Parsed<Type> {
    let base = if reader.take(Token::Open(b'[')) {
        let inner = of_type(reader)?;
        reader.expect(Token::Close(b']'), "expected `]`")?;
        BaseType::List(Box::new(inner))
    } else {
        BaseType::Named(reader.name()?.node)
    };
    let nullable = !reader.take(Token::Other(b'!'));
    Ok(Type { base, nullable })
}
