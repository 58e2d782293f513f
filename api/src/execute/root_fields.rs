//! The root fields of an operation, through its fragments.

use std::collections::{BTreeMap, HashSet};

use async_graphql::parser::types::{
    ExecutableDocument, OperationDefinition, Selection, SelectionSet,
};

/// Names of the fields that the operation selects on its root type, and how often. The document has no circles; what a
/// fragment selects counts once.
pub(super) fn root_fields<'d>(
    document: &'d ExecutableDocument,
    operation: &'d OperationDefinition,
) -> BTreeMap<&'d str, u64> {
    let mut found = BTreeMap::new();
    let mut seen = HashSet::new();
    let mut open: Vec<&SelectionSet> = vec![&operation.selection_set.node];
    while let Some(set) = open.pop() {
        for selection in &set.items {
            match &selection.node {
                Selection::Field(field) => {
                    *found.entry(field.node.name.node.as_str()).or_default() += 1;
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
        let fields: Vec<_> = root_fields(&document, operation).into_iter().collect();
        assert_eq!(fields, [("a", 1), ("b", 1), ("c", 1)]);
        let document = parse_query("{ a x: a y: a }").unwrap();
        let operation = &document.operations.iter().next().unwrap().1.node;
        assert_eq!(root_fields(&document, operation)["a"], 3);
    }
}
