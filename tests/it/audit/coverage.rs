//! Every operation of the published schema says which events it writes.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use xorb_domain::audit::{AuditAction, MUTATIONS, SENSITIVE_READS};

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

/// What the domain's file of this name says, with the files beside it that it uses.
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
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("domain/src");
    let mut sources = String::new();
    for folder in folders(&root) {
        let Ok(source) = fs::read_to_string(folder.join(format!("{name}.rs"))) else {
            continue;
        };
        for line in source.lines() {
            let used = line.strip_prefix("use super::").unwrap_or_default();
            let file = used.split("::").next().unwrap_or_default();
            sources += &fs::read_to_string(folder.join(format!("{file}.rs"))).unwrap_or_default();
        }
        sources += &source;
    }
    sources
}

/// Areas, and the folders in them.
fn folders(root: &Path) -> Vec<PathBuf> {
    let of = |folder: &Path| {
        let entries = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path());
        entries.filter(|path| path.is_dir()).collect::<Vec<_>>()
    };
    let areas = of(root);
    areas
        .iter()
        .flat_map(|area| of(area))
        .chain(areas.clone())
        .collect()
}

/// By its own name, or by the state that a request is moved to: `transition` names those events.
fn records(sources: &str, action: AuditAction) -> bool {
    let name = format!("{action:?}");
    let moves = name.strip_prefix("Request").is_some_and(|state| {
        sources.contains("transition(") && sources.contains(&format!("RequestState::{state}"))
    });
    moves || sources.contains(&format!("AuditAction::{name}"))
}

#[test]
fn every_mutation_records_its_events_in_the_file_of_its_name() {
    for (operation, actions) in MUTATIONS {
        let sources = sources_of(operation);
        for action in *actions {
            assert!(
                records(&sources, *action),
                "{operation} does not record {action:?}"
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
