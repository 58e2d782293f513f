//! A whole document.

use async_graphql::Positioned;
use async_graphql::parser::types::{
    ExecutableDocument, FragmentDefinition, OperationDefinition, OperationType,
};

use super::arguments::directives;
use super::definitions::Definitions;
use super::reader::Reader;
use super::selection::{selection_set, type_condition};
use super::syntax_error::Parsed;
use super::value::Variables;
use super::variables::variables;
use crate::gate::lexer::Token;

/// Reads a document.
///
/// # Errors
/// Where it is not GraphQL, and what was expected there.
pub(in crate::gate) fn document(source: &str) -> Parsed<ExecutableDocument> {
    read(&mut Reader::of(source))
}

fn read(reader: &mut Reader<'_>) -> Parsed<ExecutableDocument> {
    let mut definitions = Definitions::default();
    while let Some(token) = reader.peek() {
        definition(reader, token, &mut definitions)?;
    }
    definitions.into_document(reader)
}

fn definition(
    reader: &mut Reader<'_>,
    token: Token<'_>,
    definitions: &mut Definitions,
) -> Parsed<()> {
    let kind = match token {
        Token::Open(b'{') => {
            let here = reader.here();
            let operation = OperationDefinition {
                ty: OperationType::Query,
                variable_definitions: Vec::new(),
                directives: Vec::new(),
                selection_set: selection_set(reader)?,
            };
            return definitions.add_operation(None, Positioned::new(operation, here));
        }
        Token::Name(b"fragment") => return fragment(reader, definitions),
        Token::Name(b"query") => OperationType::Query,
        Token::Name(b"mutation") => OperationType::Mutation,
        Token::Name(b"subscription") => OperationType::Subscription,
        _ => return reader.refuse("expected an operation or a fragment"),
    };
    operation(reader, kind, definitions)
}

fn operation(
    reader: &mut Reader<'_>,
    ty: OperationType,
    definitions: &mut Definitions,
) -> Parsed<()> {
    let here = reader.here();
    reader.advance();
    let name = match reader.peek() {
        Some(Token::Name(_)) => Some(reader.name()?.node),
        _ => None,
    };
    let operation = OperationDefinition {
        ty,
        variable_definitions: variables(reader)?,
        directives: directives(reader, Variables::Allowed)?,
        selection_set: selection_set(reader)?,
    };
    definitions.add_operation(name, Positioned::new(operation, here))
}

fn fragment(reader: &mut Reader<'_>, definitions: &mut Definitions) -> Parsed<()> {
    let here = reader.here();
    reader.advance();
    if reader.is(Token::Name(b"on")) {
        return reader.refuse("expected name of the fragment");
    }
    let name = reader.name()?.node;
    let fragment = FragmentDefinition {
        type_condition: type_condition(reader)?,
        directives: directives(reader, Variables::Allowed)?,
        selection_set: selection_set(reader)?,
    };
    definitions.add_fragment(name, Positioned::new(fragment, here))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gate::lexer::Lexer;

    #[test]
    fn every_token_is_read_once_however_long_and_however_deep() {
        let long = format!("query($a: String = \"{}\") {{ a }}", "x".repeat(60_000));
        let deep = format!("{}a{}", "{ a ".repeat(60), " }".repeat(60));
        let values = format!("{{ a(b: {}1{}) }}", "[{a: ".repeat(30), "}]".repeat(30));
        let ignored = format!(
            "{}{{ a }}{}",
            ",\u{feff}".repeat(10_000),
            "#x\n".repeat(5_000)
        );
        for source in [long, deep, values, ignored] {
            let mut lexer = Lexer::of(&source);
            let tokens = std::iter::from_fn(|| lexer.next_token()).count();
            let mut reader = Reader::of(&source);
            read(&mut reader).unwrap();
            assert_eq!(reader.tokens, tokens + 1, "with the end");
        }
    }
}
