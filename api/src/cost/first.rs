//! How many items a list field asks for.

use async_graphql::parser::types::{Field, VariableDefinition};
use async_graphql::{Positioned, Variables};
use async_graphql_value::{ConstValue, Value};
use xorb_domain::AppError;

/// The most items of a page.
pub const MAX_FIRST: u64 = 100;

/// The value of `first`: literal, variable, the variable's default, or the field's own default.
///
/// # Errors
/// `BadInput` outside of 0 to 100. What is no integer at all is left to validation and counts as the default.
pub(super) fn first_of(
    field: &Field,
    default: u64,
    variables: &Variables,
    definitions: &[Positioned<VariableDefinition>],
) -> Result<u64, AppError> {
    let Some(argument) = field.get_argument("first") else {
        return Ok(default);
    };
    let number = match &argument.node {
        Value::Number(number) => Some(number.clone()),
        Value::Variable(name) => {
            let definition = definitions
                .iter()
                .find(|definition| definition.node.name.node == *name);
            let value = variables
                .get(name)
                .or_else(|| definition?.node.default_value());
            match value {
                Some(ConstValue::Number(number)) => Some(number.clone()),
                _ => None,
            }
        }
        _ => None,
    };
    let Some(number) = number else {
        return Ok(default);
    };
    let in_range = number.as_u64().filter(|first| *first <= MAX_FIRST);
    in_range.ok_or_else(|| {
        let name = &field.name.node;
        AppError::BadInput(format!(
            "`first` of `{name}` must be from 0 to {MAX_FIRST}; page on with `after`"
        ))
    })
}
