//! Selections: fields, spreads of fragments, inline fragments.

use async_graphql::Positioned;
use async_graphql::parser::types::{
    Field, FragmentSpread, InlineFragment, Selection, SelectionSet, TypeCondition,
};

use super::arguments::{arguments, directives};
use super::reader::Reader;
use super::syntax_error::Parsed;
use super::value::Variables;
use crate::gate::lexer::Token;

/// Reads a selection set.
///
/// # Errors
/// If there is none, or it is not well-formed.
pub(super) fn selection_set(reader: &mut Reader<'_>) -> Parsed<Positioned<SelectionSet>> {
    let here = reader.here();
    reader.expect(Token::Open(b'{'), "expected `{`")?;
    let items = reader.many(Token::Close(b'}'), selection)?;
    Ok(Positioned::new(SelectionSet { items }, here))
}

fn selection(reader: &mut Reader<'_>) -> Parsed<Positioned<Selection>> {
    let here = reader.here();
    let selection = match reader.peek() {
        Some(Token::Name(_)) => Selection::Field(Positioned::new(field(reader)?, here)),
        Some(Token::Spread) => {
            reader.advance();
            match reader.peek() {
                Some(Token::Name(name)) if name != b"on" => {
                    Selection::FragmentSpread(Positioned::new(spread(reader)?, here))
                }
                _ => Selection::InlineFragment(Positioned::new(inline(reader)?, here)),
            }
        }
        _ => return reader.refuse("expected field, `...` or `}`"),
    };
    Ok(Positioned::new(selection, here))
}

fn field(reader: &mut Reader<'_>) -> Parsed<Field> {
    let first = reader.name()?;
    let (alias, name) = if reader.take(Token::Colon) {
        (Some(first), reader.name()?)
    } else {
        (None, first)
    };
    let arguments = arguments(reader, Variables::Allowed)?;
    let directives = directives(reader, Variables::Allowed)?;
    let selection_set = if reader.is(Token::Open(b'{')) {
        selection_set(reader)?
    } else {
        Positioned::default()
    };
    Ok(Field {
        alias,
        name,
        arguments,
        directives,
        selection_set,
    })
}

fn spread(reader: &mut Reader<'_>) -> Parsed<FragmentSpread> {
    Ok(FragmentSpread {
        fragment_name: reader.name()?,
        directives: directives(reader, Variables::Allowed)?,
    })
}

fn inline(reader: &mut Reader<'_>) -> Parsed<InlineFragment> {
    let type_condition = if reader.is(Token::Name(b"on")) {
        Some(type_condition(reader)?)
    } else {
        None
    };
    Ok(InlineFragment {
        type_condition,
        directives: directives(reader, Variables::Allowed)?,
        selection_set: selection_set(reader)?,
    })
}

/// Reads `on` and a type.
///
/// # Errors
/// If they are not there.
pub(super) fn type_condition(reader: &mut Reader<'_>) -> Parsed<Positioned<TypeCondition>> {
    let here = reader.here();
    reader.expect(Token::Name(b"on"), "expected `on`")?;
    let on = reader.name()?;
    Ok(Positioned::new(TypeCondition { on }, here))
}
