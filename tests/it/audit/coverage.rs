//! Every operation of the published schema says which events it writes.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use xorb_domain::audit::{MUTATIONS, SENSITIVE_READS};

/// The names of the fields of an object type in SDL.
fn fields<'a>(schema: &'a str, name: &str) -> BTreeSet<&'a str> {
    let start = format!("type {name} ");
    let mut is_inside = false;
    let mut is_text = false;
    let mut depth = 0_usize;
    let mut fields = BTreeSet::new();
    for line in schema.lines() {
        let text = line.trim();
        if text.matches("\"\"\"").count() == 1 {
            is_text = !is_text;
            continue;
        }
        if is_text || text.starts_with('"') {
            continue;
        }
        if line.starts_with(&start) {
            is_inside = true;
            continue;
        }
        if is_inside && line.starts_with('}') {
            break;
        }
        let end = text.find(['(', ':']);
        if let (true, 0, Some(end)) = (is_inside, depth, end) {
            fields.insert(&text[..end]);
        }
        // Arguments may stand on lines of their own.
        depth = depth + text.matches('(').count() - text.matches(')').count();
    }
    fields
}

#[test]
fn every_mutation_of_the_schema_has_its_events_and_no_other_is_listed() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema.graphql");
    let schema = fs::read_to_string(path).unwrap();
    let published = fields(&schema, "Mutation");
    let listed: BTreeSet<&str> = MUTATIONS.iter().map(|(name, _)| *name).collect();
    assert_eq!(
        listed, published,
        "domain/src/audit/coverage.rs and schema.graphql differ"
    );
    for (parent, field, _) in SENSITIVE_READS {
        assert!(
            fields(&schema, parent).contains(field),
            "{parent}.{field} is not in the schema"
        );
    }
}

/// What the domain's files of this name say.
fn sources_of(operation: &str) -> String {
    let name: String = operation
        .chars()
        .flat_map(|letter| {
            [
                letter.is_uppercase().then_some('_'),
                Some(letter.to_ascii_lowercase()),
            ]
        })
        .flatten()
        .collect();
    let areas = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("domain/src")).unwrap();
    areas
        .filter_map(|area| fs::read_to_string(area.unwrap().path().join(format!("{name}.rs"))).ok())
        .collect()
}

#[test]
fn every_mutation_records_its_events_in_the_file_of_its_name() {
    for (operation, actions) in MUTATIONS {
        let sources = sources_of(operation);
        for action in *actions {
            let recorded = format!("AuditAction::{action:?}");
            assert!(
                sources.contains(&recorded),
                "{operation} does not record {recorded}"
            );
        }
    }
}

#[test]
fn fields_are_found_whatever_stands_around_them() {
    let schema = "\"\"\"\nSays type Mutation {\n\"\"\"\ntype Mutation @x {\n  \"\"\"\n  Does: this (and that)\n  \"\"\"\n  \
                  logIn(\n    \"one: line\"\n    input: LogInInput!\n  ): LogInPayload!\n  logOut: LogOutPayload!\n}\n\
                  type Query {\n  node(id: ID!): Node\n}\n";
    assert_eq!(
        fields(schema, "Mutation"),
        BTreeSet::from(["logIn", "logOut"])
    );
    assert_eq!(fields(schema, "Query"), BTreeSet::from(["node"]));
}
