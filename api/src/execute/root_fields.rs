//! The root fields of an operation, through its fragments.

use std::collections::HashSet;

use async_graphql::parser::types::{
    ExecutableDocument, OperationDefinition, Selection, SelectionSet,
};

/// Names of the fields that the operation selects on its root type. The document has no circles.
pub(super) fn root_fields<'d>(
    document: &'d ExecutableDocument,
    operation: &'d OperationDefinition,
) -> HashSet<&'d str> {
    let mut found = HashSet::new();
    let mut seen = HashSet::new();
    let mut open: Vec<&SelectionSet> = vec![&operation.selection_set.node];
    while let Some(set) = open.pop() {
        for selection in &set.items {
            match &selection.node {
                Selection::Field(field) => {
                    found.insert(field.node.name.node.as_str());
                }
                Selection::InlineFragment(inline) => open.push(&inline.node.selection_set.node),
                Selection::FragmentSpread(spread) => {
                    let name = spread.node.fragment_name.node.as_str();
                    let fragment = document.fragments.get(name).filter(|_| seen.insert(name));
                    open.extend(fragment.map(|fragment| &fragment.node.selection_set.node));
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_graphql::parser::parse_query;

    #[test]
    fn fields_behind_fragments_and_aliases_are_found_by_their_names() {
        let document =
            parse_query("{ x: a ... { b ...F } ...F } fragment F on Q { c { d } }").unwrap();
        let operation = &document.operations.iter().next().unwrap().1.node;
        let mut fields: Vec<_> = root_fields(&document, operation).into_iter().collect();
        fields.sort_unstable();
        assert_eq!(fields, ["a", "b", "c"]);
    }
}
