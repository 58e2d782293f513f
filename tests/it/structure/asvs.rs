//! `docs/asvs.md` names every requirement of its chapters once, and for each that it calls met a test that is there.

use std::collections::BTreeSet;

use super::sources::rust_files;

const TABLE: &str = include_str!("../../../docs/asvs.md");

/// How many requirements each section of ASVS 5.0 has.
const SECTIONS: [(&str, u32); 27] = [
    ("6.1", 3),
    ("6.2", 12),
    ("6.3", 8),
    ("6.4", 6),
    ("6.5", 8),
    ("6.6", 4),
    ("6.7", 2),
    ("6.8", 4),
    ("7.1", 3),
    ("7.2", 4),
    ("7.3", 2),
    ("7.4", 5),
    ("7.5", 3),
    ("7.6", 2),
    ("8.1", 4),
    ("8.2", 4),
    ("8.3", 3),
    ("8.4", 2),
    ("9.1", 3),
    ("9.2", 4),
    ("10.1", 2),
    ("10.2", 3),
    ("10.3", 5),
    ("10.4", 16),
    ("10.5", 5),
    ("10.6", 2),
    ("10.7", 3),
];

struct Row<'t> {
    item: &'t str,
    state: &'t str,
    by: &'t str,
}

fn rows(table: &str) -> Vec<Row<'_>> {
    table
        .lines()
        .filter_map(|line| {
            let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
            let [item, _, _, state, by] = cells[..] else {
                return None;
            };
            item.starts_with(|c: char| c.is_ascii_digit())
                .then_some(Row { item, state, by })
        })
        .collect()
}

/// What stands in backticks and looks like a function.
fn tests_named(by: &str) -> impl Iterator<Item = &str> {
    by.split('`')
        .skip(1)
        .step_by(2)
        .filter(|name| name.contains('_') && !name.contains(' '))
}

/// What is wrong with a table, given the names of all functions.
fn faults(table: &str, functions: &BTreeSet<String>) -> Vec<String> {
    let rows = rows(table);
    let wanted: Vec<String> = SECTIONS
        .iter()
        .flat_map(|(section, count)| (1..=*count).map(move |n| format!("{section}.{n}")))
        .collect();
    let named: Vec<&str> = rows.iter().map(|row| row.item).collect();
    let mut faults = Vec::new();
    if named != wanted {
        faults.push(format!("the items are {named:?}"));
    }
    for Row { item, state, by } in rows {
        for test in tests_named(by).filter(|test| !functions.contains(*test)) {
            faults.push(format!("{item}: there is no {test}"));
        }
        match state {
            "met" if tests_named(by).next().is_none() => faults.push(format!("{item}: no test")),
            "n/a" if by.is_empty() => faults.push(format!("{item}: no reason")),
            "met" | "n/a" | "open" => {}
            other => faults.push(format!("{item}: {other}")),
        }
    }
    faults
}

fn functions() -> BTreeSet<String> {
    let name = |rest: &str| -> String {
        rest.chars()
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
            .collect()
    };
    rust_files()
        .iter()
        .flat_map(|(_, text)| text.split("fn ").skip(1).map(name).collect::<Vec<_>>())
        .collect()
}

#[test]
fn every_requirement_of_asvs_has_its_state_and_every_met_one_a_test() {
    assert_eq!(faults(TABLE, &functions()), Vec::<String>::new());
}

#[test]
fn a_missing_item_and_a_test_that_is_not_there_are_noticed() {
    let broken = TABLE
        .replacen("| 9.2.4 |", "| 9.2.5 |", 1)
        .replacen(
            "`a_session_ends_when_it_is_not_used`",
            "`nobody_wrote_this`",
            1,
        )
        .replacen("| no authorisation server |", "| |", 1);
    let faults = faults(&broken, &functions());
    assert_eq!(faults.len(), 3, "{faults:?}");
}
