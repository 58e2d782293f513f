//! Values of arguments, and of defaults, where no variable may stand.

use async_graphql::Name;
use async_graphql_value::Value;
use async_graphql_value::indexmap::IndexMap;

use super::number::number;
use super::reader::Reader;
use super::string::string_value;
use super::syntax_error::Parsed;
use crate::gate::lexer::Token;

/// Whether a value may depend on variables.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Variables {
    Allowed,
    Refused,
}

/// Reads a value.
///
/// # Errors
/// If there is none.
pub(super) fn value(reader: &mut Reader<'_>, variables: Variables) -> Parsed<Value> {
    let value = match reader.peek() {
        Some(Token::Dollar) if variables == Variables::Allowed => {
            reader.advance();
            return Ok(Value::Variable(reader.name()?.node));
        }
        Some(Token::Dollar) => return reader.refuse("expected value without variables"),
        Some(Token::Number(_)) => return number(reader),
        Some(Token::Open(b'[')) => return list(reader, variables),
        Some(Token::Open(b'{')) => return object(reader, variables),
        Some(Token::Text) => match string_value(reader.text()) {
            Some(text) => Value::String(text),
            None => return reader.refuse("expected string without unknown escapes"),
        },
        Some(Token::Name(b"true")) => Value::Boolean(true),
        Some(Token::Name(b"false")) => Value::Boolean(false),
        Some(Token::Name(b"null")) => Value::Null,
        Some(Token::Name(_)) => Value::Enum(Name::new(reader.text())),
        _ => return reader.refuse("expected value"),
    };
    reader.advance();
    Ok(value)
}

fn list(reader: &mut Reader<'_>, variables: Variables) -> Parsed<Value> {
    reader.advance();
    let mut items = Vec::new();
    while !reader.take(Token::Close(b']')) {
        items.push(value(reader, variables)?);
    }
    Ok(Value::List(items))
}

fn object(reader: &mut Reader<'_>, variables: Variables) -> Parsed<Value> {
    reader.advance();
    let mut fields = IndexMap::new();
    while !reader.take(Token::Close(b'}')) {
        let name = reader.name()?.node;
        reader.expect(Token::Colon, "expected `:`")?;
        fields.insert(name, value(reader, variables)?);
    }
    Ok(Value::Object(fields))
}
