//! What was released keeps working: the schema differs from `releases/schema.graphql` in nothing that breaks clients,
//! unless the release had it deprecated.

use std::fs;

use crate::harness::{Directory, node};
use crate::structure::sources::root;

/// What a change to `new` breaks; empty if nothing.
fn breaks(released: &str, new: &str) -> Vec<String> {
    let folder = Directory::new("schemas");
    let [from, to] = [("released.graphql", released), ("new.graphql", new)].map(|(name, text)| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    });
    let output = node("schema_diff", &["diff.mjs", &from, &to]);
    let text = String::from_utf8(output.stdout).unwrap();
    let broken = text
        .lines()
        .filter_map(|line| line.strip_prefix("breaks clients: "));
    let broken: Vec<String> = broken.map(str::to_owned).collect();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.success(), broken.is_empty(), "{text}{errors}");
    broken
}

#[test]
fn the_schema_breaks_no_client_of_the_last_release() {
    let released = fs::read_to_string(root().join("releases/schema.graphql")).unwrap();
    let broken = breaks(&released, &xorb_api::graphql::sdl());
    assert!(
        broken.is_empty(),
        "deprecate these for a release before they change: {broken:#?}"
    );
}

#[test]
fn every_kind_of_break_would_be_found() {
    let released = "interface Node { id: ID! } type Query { node: Node list(first: Int, filter: Filter): [Asset!] kept: Kind }
        type Asset implements Node { id: ID! name: String! note: String } type Scan implements Node { id: ID! }
        input Filter { name: String kinds: [Kind!] } enum Kind { WEB HOST } scalar URL";
    let breaking = [
        ("note: String", "", "Field 'note' was removed"),
        (
            "name: String! note",
            "name: String note",
            "changed type from 'String!' to 'String'",
        ),
        (
            "name: String! note",
            "name: ID! note",
            "changed type from 'String!' to 'ID!'",
        ),
        ("[Asset!]", "[Asset]", "changed type"),
        ("first: Int, ", "", "Argument 'first: Int' was removed"),
        (
            "first: Int, ",
            "first: Int!, ",
            "changed from 'Int' to 'Int!'",
        ),
        ("first: Int, ", "first: Int, after: ID!, ", "'after: ID!'"),
        (
            "input Filter { name: String",
            "input Filter {",
            "Input field 'name' was removed",
        ),
        (
            "input Filter { name: String",
            "input Filter { name: String at: Int!",
            "Input field 'at'",
        ),
        (
            "input Filter {",
            "input Filter @oneOf {",
            "Directive 'oneOf' was added",
        ),
        ("WEB HOST", "WEB", "Enum value 'HOST' was removed"),
        (
            "type Scan implements Node { id: ID! }",
            "",
            "Type 'Scan' was removed",
        ),
        (
            "type Scan implements Node",
            "type Scan",
            "'Scan' object type no longer implements 'Node'",
        ),
    ];
    for (was, is, expected) in breaking {
        assert!(released.contains(was), "{was}");
        let broken = breaks(released, &released.replace(was, is));
        assert!(
            broken.iter().any(|change| change.contains(expected)),
            "{was} → {is}: {broken:?}"
        );
    }
}

#[test]
fn additions_and_the_end_of_what_was_deprecated_break_nobody() {
    let released = r#"type Query { asset(id: ID, old: Int @deprecated(reason: "Old. Use `id`.")): Asset
            gone: Gone @deprecated(reason: "Old. Use `asset`.") }
        type Asset { id: ID! kind: Kind name: Int @deprecated(reason: "Was a number. Use `title`.") }
        type Gone { why: Why } enum Why { A } enum Kind { WEB HOST @deprecated(reason: "Old. Use `WEB`.") }
        input Filter { id: ID old: Int @deprecated(reason: "Old. Use `id`.") }"#;
    let new = "type Query { asset(id: ID, name: String): Asset more: Int } type Asset { id: ID! kind: Kind name: String title: String }
        enum Kind { WEB CIDR } input Filter { id: ID more: Int }";
    assert_eq!(breaks(released, new), [""; 0]);
}
