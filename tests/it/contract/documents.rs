//! `operations.graphql`, cut into documents of one operation each with the fragments that it uses.

use std::collections::BTreeMap;

/// One operation, ready to be sent.
pub struct Operation {
    pub name: String,
    pub document: String,
}

/// All operations of the contract, in their order.
pub fn operations() -> Vec<Operation> {
    let text = without_comments(include_str!("operations.graphql"));
    let definitions = definitions(&text);
    let fragments: BTreeMap<&str, &str> = definitions
        .iter()
        .filter(|definition| definition.starts_with("fragment"))
        .map(|definition| (name_of(definition), *definition))
        .collect();
    let is_operation = |definition: &&&str| !definition.starts_with("fragment");
    let operations = definitions.iter().filter(is_operation);
    let with_fragments = |operation: &&str| Operation {
        name: name_of(operation).to_owned(),
        document: with_fragments(operation, &fragments),
    };
    operations.map(with_fragments).collect()
}

/// The document of the operation with this name.
pub fn operation(name: &str) -> String {
    let found = operations()
        .into_iter()
        .find(|operation| operation.name == name);
    found
        .unwrap_or_else(|| panic!("no {name} in the contract"))
        .document
}

fn without_comments(text: &str) -> String {
    let code = |line: &str| line.split('#').next().unwrap().to_owned();
    text.lines().map(code).collect::<Vec<_>>().join("\n")
}

/// The text of each definition: up to the brace that closes it.
fn definitions(text: &str) -> Vec<&str> {
    let (mut found, mut start, mut depth) = (Vec::new(), 0, 0);
    for (at, character) in text.char_indices() {
        match character {
            '{' => depth += 1,
            '}' => {
                depth -= 1;
                if depth == 0 {
                    found.push(text[start..=at].trim());
                    start = at + 1;
                }
            }
            _ => {}
        }
    }
    found
}

/// The word after `query`, `mutation`, `subscription` or `fragment`.
fn name_of(definition: &str) -> &str {
    let rest = definition.split_once(' ').unwrap().1;
    rest.split(|c: char| !c.is_ascii_alphanumeric())
        .next()
        .unwrap()
}

fn with_fragments(operation: &str, fragments: &BTreeMap<&str, &str>) -> String {
    let mut document = operation.to_owned();
    let mut used = Vec::new();
    while let Some(name) = spreads(&document)
        .into_iter()
        .find(|name| !used.contains(name))
    {
        document.push('\n');
        document.push_str(fragments[name.as_str()]);
        used.push(name);
    }
    document
}

fn spreads(document: &str) -> Vec<String> {
    let after_dots = document.split("...").skip(1);
    let name = |rest: &str| {
        let end = rest
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(rest.len());
        rest[..end].to_owned()
    };
    after_dots.map(name).collect()
}

#[test]
fn an_operation_comes_with_the_fragments_it_uses_and_no_others() {
    let operations = operations();
    let scan = operations
        .iter()
        .find(|operation| operation.name == "Scan")
        .unwrap();
    for used in [
        "fragment ScanFields",
        "fragment JobFields",
        "fragment FindingFields",
    ] {
        assert_eq!(scan.document.matches(used).count(), 1, "{used}");
    }
    assert!(!scan.document.contains("fragment SessionFields"));
    assert!(operations.len() > 60, "{}", operations.len());
}
