//! Every column from which the data map wants mentions redacted is indexed when it is written, and no other.

use std::collections::BTreeSet;

use xorb_domain::privacy::mentions::INDEXED;
use xorb_entities::map::{self, Erase, TableMap};
use xorb_entities::tables;

/// Sealed documents, which go as a whole.
const SEALED: (&str, &str) = ("audit_payloads", "ciphertext");

fn indexed() -> BTreeSet<(&'static str, &'static str)> {
    let columns = |table: &'static str, columns: &'static [&str]| {
        columns.iter().map(move |column| (table, *column))
    };
    INDEXED
        .iter()
        .flat_map(|indexed| columns(indexed.table, indexed.columns))
        .collect()
}

#[test]
fn every_column_of_free_text_is_indexed() {
    let redacted: BTreeSet<_> = map::tables()
        .iter()
        .flat_map(TableMap::columns)
        .filter(|column| column.erase == Erase::RedactMentions)
        .map(|column| (column.table, column.column))
        .chain([SEALED])
        .collect();
    assert_eq!(
        redacted,
        indexed(),
        "index a text where it is written, then name its column in mentions/locations.rs"
    );
}

#[test]
fn the_key_of_an_indexed_row_is_its_primary_key() {
    let tables = tables::all();
    for indexed in INDEXED {
        let table = tables
            .iter()
            .find(|table| table.name == indexed.table)
            .unwrap();
        assert_eq!(table.primary_key[0], "tenant_id");
        assert_eq!(table.primary_key[1..], *indexed.key, "{}", indexed.table);
    }
}
