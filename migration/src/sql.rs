//! SQL that is written once and rendered for each database: a column's type is a placeholder after its name.
//!
//! SQLite's types say less, so its columns get a CHECK where PostgreSQL's type would refuse. For times that is what makes
//! them sort: one format, always UTC.

use sea_orm_migration::sea_orm::DbBackend;

/// Renders `{uuid} {text} {time} {bytes} {int} {big} {bool} {json} {float}`, each after the column's name on a line of its
/// own, and `{strict}` after a table's closing bracket.
pub fn render(backend: DbBackend, template: &str) -> String {
    let column_types = match backend {
        DbBackend::Sqlite => SQLITE,
        _ => POSTGRES,
    };
    let mut sql = String::with_capacity(template.len() * 2);
    for line in template.lines() {
        let column = line.split_whitespace().next().unwrap_or_default();
        let mut line = line.to_owned();
        for (placeholder, rendered) in column_types {
            if line.contains(placeholder) {
                line = line.replace(placeholder, &rendered.replace("{column}", column));
            }
        }
        sql.push_str(&line);
        sql.push('\n');
    }
    sql
}

type Types = [(&'static str, &'static str); 10];

const POSTGRES: Types = [
    ("{uuid}", "uuid"),
    ("{text}", "text"),
    ("{time}", "timestamptz"),
    ("{bytes}", "bytea"),
    ("{int}", "integer"),
    ("{big}", "bigint"),
    ("{bool}", "boolean"),
    ("{json}", "jsonb"),
    ("{float}", "double precision"),
    (" {strict}", ""),
];

const SQLITE: Types = [
    ("{uuid}", "BLOB"),
    ("{text}", "TEXT"),
    (
        "{time}",
        "TEXT CHECK ({column} GLOB '????-??-??T??:??:??*+00:00')",
    ),
    ("{bytes}", "BLOB"),
    ("{int}", "INTEGER"),
    ("{big}", "INTEGER"),
    ("{bool}", "INTEGER CHECK ({column} IN (0, 1))"),
    ("{json}", "TEXT CHECK (json_valid({column}))"),
    ("{float}", "REAL"),
    ("{strict}", "STRICT"),
];

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "CREATE TABLE kinds (\n    at {time} NOT NULL,\n    id {uuid}\n) {strict};";

    #[test]
    fn a_template_becomes_postgres() {
        assert_eq!(
            render(DbBackend::Postgres, TABLE),
            "CREATE TABLE kinds (\n    at timestamptz NOT NULL,\n    id uuid\n);\n"
        );
    }

    #[test]
    fn a_template_becomes_strict_sqlite_with_its_checks() {
        assert_eq!(
            render(DbBackend::Sqlite, TABLE),
            "CREATE TABLE kinds (\n    at TEXT CHECK (at GLOB '????-??-??T??:??:??*+00:00') NOT NULL,\n    id BLOB\n) STRICT;\n"
        );
    }
}
