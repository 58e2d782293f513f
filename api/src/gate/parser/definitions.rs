//! The operations and fragments of a document, each under its name.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use async_graphql::parser::types::{
    DocumentOperations, ExecutableDocument, FragmentDefinition, OperationDefinition,
};
use async_graphql::{Name, Positioned};

use super::reader::Reader;
use super::syntax_error::{Parsed, SyntaxError};

#[derive(Default)]
pub(super) struct Definitions {
    anonymous: Option<Positioned<OperationDefinition>>,
    named: HashMap<Name, Positioned<OperationDefinition>>,
    fragments: HashMap<Name, Positioned<FragmentDefinition>>,
}

impl Definitions {
    /// # Errors
    /// If it has the name of another one, or none beside another one.
    pub fn add_operation(
        &mut self,
        name: Option<Name>,
        operation: Positioned<OperationDefinition>,
    ) -> Parsed<()> {
        let position = operation.pos;
        if self.anonymous.is_some() || (name.is_none() && !self.named.is_empty()) {
            let message = "an operation without a name must be the only one".into();
            return Err(SyntaxError { position, message });
        }
        match name {
            None => self.anonymous = Some(operation),
            Some(name) => insert(&mut self.named, name, operation, "operation")?,
        }
        Ok(())
    }

    /// # Errors
    /// If it has the name of another one.
    pub fn add_fragment(
        &mut self,
        name: Name,
        fragment: Positioned<FragmentDefinition>,
    ) -> Parsed<()> {
        insert(&mut self.fragments, name, fragment, "fragment")
    }

    /// # Errors
    /// If there is no operation.
    pub fn into_document(self, end: &Reader<'_>) -> Parsed<ExecutableDocument> {
        let operations = match self.anonymous {
            Some(operation) => DocumentOperations::Single(operation),
            None if self.named.is_empty() => return end.refuse("expected an operation"),
            None => DocumentOperations::Multiple(self.named),
        };
        Ok(ExecutableDocument {
            operations,
            fragments: self.fragments,
        })
    }
}

fn insert<T>(
    known: &mut HashMap<Name, Positioned<T>>,
    name: Name,
    new: Positioned<T>,
    what: &str,
) -> Parsed<()> {
    match known.entry(name) {
        Entry::Vacant(entry) => {
            entry.insert(new);
            Ok(())
        }
        Entry::Occupied(entry) => Err(SyntaxError {
            position: new.pos,
            message: format!("{what} `{}` is defined twice", entry.key()).into(),
        }),
    }
}
