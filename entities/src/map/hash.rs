//! The map's content as one text and its digest, so that a certificate can say by which map an erasure was done.

use std::fmt::Write;

use ring::digest::{SHA256, digest};

use super::{Classified, Location, locations, tables};

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

/// SHA-256 of the canonical text.
#[must_use]
pub fn map_hash() -> [u8; 32] {
    let mut hash = [0; 32];
    hash.copy_from_slice(digest(&SHA256, canonical().as_bytes()).as_ref());
    hash
}

fn column_line(of: &Classified) -> String {
    let mut line = format!("{}.{}|{}|{}", of.table, of.column, of.category, of.form);
    let _ = writeln!(
        line,
        "|{}|{}|{}|{}|{}|{}|{}|{}",
        of.link,
        of.terms.role,
        of.terms.purpose,
        of.terms.basis,
        of.terms.retention,
        of.erase,
        of.export,
        of.log
    );
    line
}

fn location_line(of: &Location) -> String {
    let mut line = format!("{}|{:?}|{}|{}", of.name, of.store, of.holds, of.category);
    let _ = writeln!(
        line,
        "|{}|{}|{}|{}|{}|{}|{}|{}",
        of.link,
        of.terms.role,
        of.terms.purpose,
        of.terms.basis,
        of.terms.retention,
        of.erase,
        of.export,
        of.log
    );
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_the_same_each_time_and_covers_every_column() {
        assert_eq!(map_hash(), map_hash());
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
