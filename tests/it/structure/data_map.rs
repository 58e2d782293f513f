//! The data map covers every column of every model and of the migrated schema, on both databases, and nothing else; and
//! what it says can be true. A scratch column shows that the gate can fail.

use std::collections::BTreeSet;

use sea_orm::ConnectionTrait;
use xorb_entities::map::{
    self, Category, Classified, Erase, Export, FIXED_SET, Link, RowErasure, TableMap,
};
use xorb_entities::tables;

use super::catalog::Catalog;
use crate::on_both_databases;
use crate::schema::migrated_database::MigratedDatabase;

type Columns = BTreeSet<(String, String)>;

/// What is in one and not in the other.
pub fn uncovered(map: &[TableMap], columns: &Columns) -> Vec<String> {
    let mapped: Columns = map
        .iter()
        .flat_map(TableMap::columns)
        .map(|column| (column.table.to_owned(), column.column.to_owned()))
        .collect();
    let unmapped = columns.difference(&mapped).map(|(table, column)| {
        format!("{table}.{column} is not in the data map: classify it beside its model")
    });
    let gone = mapped
        .difference(columns)
        .map(|(table, column)| format!("{table}.{column} is in the data map only"));
    unmapped.chain(gone).collect()
}

/// What the map says although the schema says otherwise, or without a reason.
pub fn implausible(map: &[TableMap], catalog: &Catalog) -> Vec<String> {
    let mut found = Vec::new();
    for table in map {
        if table.rows == RowErasure::Delete && !matches!(table.link, Link::Subject(_)) {
            found.push(format!(
                "{}: rows are deleted with a person, but no column names one",
                table.table
            ));
        }
        for column in table.columns() {
            let problems = problems_of(&column, catalog);
            found.extend(
                problems.map(|problem| format!("{}.{}: {problem}", column.table, column.column)),
            );
        }
    }
    found
}

fn problems_of(of: &Classified, catalog: &Catalog) -> impl Iterator<Item = &'static str> {
    let table = &catalog.tables[of.table];
    let column = &table.columns[of.column];
    let is_roomy = ["text", "jsonb", "bytea"].contains(&column.kind.as_str());
    let is_personal = of.category.is_personal();
    let is_missing = |column: &str| !table.columns.contains_key(column);
    [
        (is_roomy && !is_personal && !of.category.has_reason(), "holds no personal data, without a reason why"),
        (is_personal && of.link == Link::Nobody, "is personal and about nobody"),
        (is_personal && of.erase == Erase::Untouched, "is personal and no erasure touches it"),
        (of.erase == Erase::Anonymise && !column.nullable, "becomes null in an erasure and cannot be null"),
        (
            of.category == Category::NotPersonal(FIXED_SET) && !table.permitted.contains_key(of.column),
            "is one of a fixed set of words, but no CHECK holds it",
        ),
        (matches!(of.link, Link::Subject(column) if is_missing(column)), "is linked by a column that does not exist"),
        (
            matches!(of.link, Link::Through { column, table } if is_missing(column) || !catalog.tables.contains_key(table)),
            "is linked through a column or table that does not exist",
        ),
        (
            matches!(of.erase, Erase::Retain { ground, until } if ground.is_empty() || until.is_empty()),
            "is retained without a ground or an end",
        ),
        (matches!(of.export, Export::Exclude("")), "is excluded from exports without a reason"),
    ]
    .into_iter()
    .filter_map(|(is_problem, problem)| is_problem.then_some(problem))
}

fn columns_of(catalog: &Catalog) -> Columns {
    let columns = |(name, table): (&String, &super::catalog::Table)| {
        let columns: Vec<_> = table
            .columns
            .keys()
            .map(|column| (name.clone(), column.clone()))
            .collect();
        columns
    };
    catalog.tables.iter().flat_map(columns).collect()
}

#[test]
fn every_column_of_every_model_is_in_the_map() {
    let columns = tables::all()
        .into_iter()
        .flat_map(|table| {
            let name = table.name;
            table
                .columns
                .into_iter()
                .map(move |column| (name.to_owned(), column.name.to_owned()))
        })
        .collect();
    assert_eq!(uncovered(map::tables(), &columns), Vec::<String>::new());
}

on_both_databases! {
    async fn every_column_of_the_migrated_schema_is_in_the_map(database: &MigratedDatabase) {
        let columns = columns_of(&Catalog::read(&database.owner).await);
        assert_eq!(uncovered(map::tables(), &columns), Vec::<String>::new());
    }

    async fn a_scratch_column_or_table_fails_the_gate(database: &MigratedDatabase) {
        let scratch = "ALTER TABLE findings ADD COLUMN scratch text; CREATE TABLE scraps (id integer PRIMARY KEY)";
        database.owner.execute_unprepared(scratch).await.unwrap();
        let columns = columns_of(&Catalog::read(&database.owner).await);
        let found = uncovered(map::tables(), &columns);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].starts_with("findings.scratch "));
        assert!(found[1].starts_with("scraps.id "));
    }

    async fn a_column_that_is_gone_fails_the_gate(database: &MigratedDatabase) {
        let gone = "ALTER TABLE findings DROP COLUMN remediation";
        database.owner.execute_unprepared(gone).await.unwrap();
        let columns = columns_of(&Catalog::read(&database.owner).await);
        assert_eq!(uncovered(map::tables(), &columns), ["findings.remediation is in the data map only"]);
    }
}

#[tokio::test]
async fn what_the_map_says_can_be_true() {
    let database = MigratedDatabase::postgres().await;
    let catalog = Catalog::read(&database.owner).await;
    assert_eq!(implausible(map::tables(), &catalog), Vec::<String>::new());
}

#[tokio::test]
async fn what_cannot_be_true_fails_the_gate() {
    use xorb_entities::map::{ColumnMap, TESTING};
    let database = MigratedDatabase::postgres().await;
    let catalog = Catalog::read(&database.owner).await;
    let scratch = [TableMap::kept(
        "findings",
        Link::Nobody,
        TESTING,
        const {
            &[
                ColumnMap::technical("title"),
                ColumnMap::identity("evidence"),
                ColumnMap::fixed_set("description"),
                ColumnMap::free_text("remediation").erased_by(Erase::Anonymise),
                ColumnMap::activity("last_seen_at")
                    .linked(Link::through("seen_by", "users"))
                    .erased_by(Erase::PROOF),
            ]
        },
    )];
    assert_eq!(
        implausible(&scratch, &catalog),
        [
            "findings.title: holds no personal data, without a reason why",
            "findings.evidence: is personal and about nobody",
            "findings.evidence: is personal and no erasure touches it",
            "findings.description: is one of a fixed set of words, but no CHECK holds it",
            "findings.remediation: becomes null in an erasure and cannot be null",
            "findings.last_seen_at: is linked through a column or table that does not exist",
        ]
    );
}
