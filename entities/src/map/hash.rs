//! The map's content as one text and its digest, so that a certificate can say by which map an erasure was done.

use std::sync::LazyLock;

use ring::digest::{SHA256, digest};

use super::{Classified, Location, Terms, locations, tables};

/// The whole map, a line for each column and each store, sorted: the order in which they are declared does not count.
#[must_use]
pub fn canonical() -> String {
    let columns = tables().iter().flat_map(|table| {
        let rows = format!("{} rows|{:?}|{}\n", table.table, table.rows, table.link);
        std::iter::once(rows).chain(table.columns().map(|column| column_line(&column)))
    });
    let mut lines: Vec<_> = columns
        .chain(locations().iter().map(location_line))
        .collect();
    lines.sort_unstable();
    lines.concat()
}

/// Many times for each person who is erased, and always the same.
static HASH: LazyLock<[u8; 32]> = LazyLock::new(|| {
    let mut hash = [0; 32];
    hash.copy_from_slice(digest(&SHA256, canonical().as_bytes()).as_ref());
    hash
});

/// SHA-256 of the canonical text.
#[must_use]
pub fn map_hash() -> [u8; 32] {
    *HASH
}

fn column_line(of: &Classified) -> String {
    format!(
        "{}.{}|{}|{}|{}|{}|{}|{}|{}\n",
        of.table,
        of.column,
        of.category,
        of.form,
        of.link,
        terms(of.terms),
        of.erase,
        of.export,
        of.log
    )
}

fn location_line(of: &Location) -> String {
    format!(
        "{}|{:?}|{}|{}|{}|{}|{}|{}|{}\n",
        of.name,
        of.store,
        of.holds,
        of.category,
        of.link,
        terms(of.terms),
        of.erase,
        of.export,
        of.log
    )
}

fn terms(of: Terms) -> String {
    let Terms {
        role,
        purpose,
        basis,
        retention,
    } = of;
    format!("{role}|{purpose}|{basis}|{retention}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hashed_text_covers_every_column() {
        let text = canonical();
        for table in tables() {
            for column in table.columns() {
                assert!(text.contains(&format!("{}.{}|", column.table, column.column)));
            }
        }
    }

    #[test]
    fn names_are_unique() {
        let text = canonical();
        let names: Vec<_> = text
            .lines()
            .filter_map(|line| line.split('|').next())
            .collect();
        let distinct: std::collections::BTreeSet<_> = names.iter().collect();
        assert_eq!(distinct.len(), names.len());
    }
}
