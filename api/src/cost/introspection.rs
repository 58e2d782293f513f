//! Introspection has items of its own: its lists are as long as the schema has types, fields and arguments.
//!
//! The usual introspection query of tools takes about half of what one `__schema` may, and costs about 800 points: an
//! operation that asks for many by aliases is refused like any other that costs too much.

/// The most items of one `__schema` or `__type` selection.
pub(super) const INTROSPECTION_LIMIT: u64 = 800_000;

/// So many items, which are there already and need no look-up, cost a point.
pub(super) const ITEMS_A_POINT: u64 = 500;

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
