//! Introspection has a budget of its own: its lists are as long as the schema has types, fields and arguments.
//!
//! The usual introspection query of tools takes about half of it.

/// The most points of one `__schema` or `__type` selection.
pub(super) const INTROSPECTION_LIMIT: u64 = 800_000;

/// How many items a list of the introspection schema has, roughly, in a schema of our size.
pub(super) fn items_of(field: &str) -> u64 {
    match field {
        "types" => 200,
        "fields" => 10,
        "enumValues" | "inputFields" => 6,
        "possibleTypes" | "directives" => 4,
        "args" | "interfaces" => 2,
        _ => 1,
    }
}
