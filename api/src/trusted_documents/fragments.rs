//! Which fragments a document defines, and which it uses but does not define.

use std::collections::BTreeSet;

use async_graphql::parser::types::{ExecutableDocument, Selection, SelectionSet};
use async_graphql::parser::{Error, parse_query};

/// An operation that makes a file of fragments a document, so that it can be parsed.
const ANY_OPERATION: &str = "\nquery { __typename }";

/// What a text defines and still needs.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Fragments {
    /// Whether it has an operation.
    pub has_operation: bool,
    /// The fragments that it defines.
    pub defined: BTreeSet<String>,
    /// Those that it spreads and does not define.
    pub missing: BTreeSet<String>,
}

impl Fragments {
    /// Reads a text.
    ///
    /// # Errors
    /// What the parser says.
    pub fn of(text: &str) -> Result<Self, String> {
        let (document, has_operation) = match parse_query(text) {
            Err(Error::MissingOperation) => (parse_query(format!("{text}{ANY_OPERATION}")), false),
            other => (other, true),
        };
        let document = document.map_err(|error| error.to_string())?;
        let names = document.fragments.keys().map(ToString::to_string);
        let defined: BTreeSet<String> = names.collect();
        let missing = spreads(&document)
            .into_iter()
            .filter(|name| !defined.contains(name))
            .collect();
        Ok(Self {
            has_operation,
            defined,
            missing,
        })
    }
}

fn spreads(document: &ExecutableDocument) -> BTreeSet<String> {
    let of_operations = document
        .operations
        .iter()
        .map(|(_, operation)| &operation.node.selection_set.node);
    let of_fragments = document
        .fragments
        .values()
        .map(|fragment| &fragment.node.selection_set.node);
    let mut open: Vec<&SelectionSet> = of_operations.chain(of_fragments).collect();
    let mut found = BTreeSet::new();
    while let Some(set) = open.pop() {
        for selection in &set.items {
            match &selection.node {
                Selection::Field(field) => open.push(&field.node.selection_set.node),
                Selection::InlineFragment(inline) => open.push(&inline.node.selection_set.node),
                Selection::FragmentSpread(spread) => {
                    found.insert(spread.node.fragment_name.node.to_string());
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_fragments_has_no_operation_and_says_what_it_needs() {
        let fragments = Fragments::of("fragment A on Q { a { ...B } }").unwrap();
        assert!(!fragments.has_operation);
        assert!(fragments.defined.contains("A") && fragments.missing.contains("B"));
    }

    #[test]
    fn an_operation_needs_what_it_spreads_and_does_not_define() {
        let fragments = Fragments::of("{ ...A ... { x { ...C } } } fragment A on Q { a }").unwrap();
        assert!(fragments.has_operation);
        assert_eq!(fragments.missing.into_iter().collect::<Vec<_>>(), ["C"]);
    }
}
