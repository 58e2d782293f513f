//! A front end generates its client from `schema.graphql` and the operations of the contract, and compiles it strictly.

use std::fs;
use std::process::Output;

use super::operations;
use super::validity::is_built;
use crate::harness::{node, npm_package};
use crate::structure::sources::root;

const PACKAGE: &str = "typescript_client";

/// The text of the operations that are built, with their fragments.
fn built_operations() -> String {
    let text = include_str!("operations.graphql");
    let fragments = text.lines().filter(|line| line.starts_with("fragment "));
    let built = operations().into_iter();
    let built = built.filter(|operation| is_built(&operation.name));
    let alone = built.map(|operation| {
        let end = operation.document.find("\nfragment ");
        operation.document[..end.unwrap_or(operation.document.len())].to_owned()
    });
    let fragments = fragments.map(str::to_owned);
    alone.chain(fragments).collect::<Vec<_>>().join("\n")
}

fn assert_success(output: &Output) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(
        output.status.success(),
        "{}{}",
        text(&output.stdout),
        text(&output.stderr)
    );
}

#[test]
fn the_generated_client_compiles_in_strict_mode() {
    let generated = npm_package(PACKAGE).join("generated");
    fs::create_dir_all(&generated).unwrap();
    let operations = generated.join("operations.graphql");
    fs::write(&operations, built_operations()).unwrap();
    let schema = root().join("schema.graphql");
    let [schema, operations] = [&schema, &operations].map(|path| path.to_str().unwrap());
    assert_success(&node(
        PACKAGE,
        &["generate.mjs", schema, operations, "generated"],
    ));
    let client = fs::read_to_string(generated.join("client.ts")).unwrap();
    for operation in super::operations() {
        let document = format!("export const {}Document", operation.name);
        assert_eq!(
            client.contains(&document),
            is_built(&operation.name),
            "{document}"
        );
    }
    assert_success(&node(
        PACKAGE,
        &["node_modules/typescript/bin/tsc", "--project", "."],
    ));
}
