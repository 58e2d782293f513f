//! The schema that is checked in is the one that the program publishes.

use xorb_api::graphql::sdl;

use crate::structure::sources::root;

#[test]
fn schema_graphql_is_what_the_program_publishes() {
    let checked_in = std::fs::read_to_string(root().join("schema.graphql")).unwrap_or_default();
    assert!(
        checked_in.trim_end() == sdl().trim_end(),
        "schema.graphql is not current: run `make schema`"
    );
}
