//! PostgreSQL's catalog, read from `pg_catalog`.

use sea_orm::DatabaseConnection;

use super::catalog::{Catalog, Column, ForeignKey, list, quoted, rows, text};

/// Our own tables: those of the schema, without the migrator's.
const OURS: &str = "relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')
    AND relname <> 'seaql_migrations'";

pub async fn read(db: &DatabaseConnection) -> Catalog {
    let mut catalog = Catalog::default();
    read_columns(db, &mut catalog).await;
    read_indexes(db, &mut catalog).await;
    read_foreign_keys(db, &mut catalog).await;
    read_checks(db, &mut catalog).await;
    read_triggers(db, &mut catalog).await;
    read_walls(db, &mut catalog).await;
    catalog
}

async fn read_columns(db: &DatabaseConnection, catalog: &mut Catalog) {
    let sql = format!(
        "SELECT relname::text, attname::text, format_type(atttypid, atttypmod) AS kind, NOT attnotnull AS nullable
        FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
        WHERE {OURS} AND attnum > 0 AND NOT attisdropped"
    );
    for row in rows(db, &sql).await {
        let column = Column {
            kind: text(&row, "kind"),
            nullable: row.try_get("", "nullable").unwrap(),
        };
        let table = catalog.table(text(&row, "relname"));
        table.columns.insert(text(&row, "attname"), column);
    }
}

async fn read_indexes(db: &DatabaseConnection, catalog: &mut Catalog) {
    let sql = format!(
        "SELECT relname::text, indexrelid::regclass::text AS name, indisprimary,
            (SELECT string_agg(attname, ',' ORDER BY place) FROM unnest(indkey::int2[]) WITH ORDINALITY AS k (attnum, place)
                JOIN pg_attribute a ON a.attrelid = indrelid AND a.attnum = k.attnum) AS columns
        FROM pg_class JOIN pg_index ON indrelid = pg_class.oid WHERE {OURS}"
    );
    for row in rows(db, &sql).await {
        let table = catalog.table(text(&row, "relname"));
        if row.try_get("", "indisprimary").unwrap() {
            table.primary_key = list(&row, "columns");
        }
        table
            .indexes
            .insert(text(&row, "name"), list(&row, "columns"));
    }
}

async fn read_foreign_keys(db: &DatabaseConnection, catalog: &mut Catalog) {
    let sql = format!(
        "SELECT relname::text, confrelid::regclass::text AS target,
            (SELECT string_agg(attname, ',' ORDER BY place) FROM unnest(conkey) WITH ORDINALITY AS k (attnum, place)
                JOIN pg_attribute a ON a.attrelid = conrelid AND a.attnum = k.attnum) AS columns,
            (SELECT string_agg(attname, ',' ORDER BY place) FROM unnest(confkey) WITH ORDINALITY AS k (attnum, place)
                JOIN pg_attribute a ON a.attrelid = confrelid AND a.attnum = k.attnum) AS referenced
        FROM pg_class JOIN pg_constraint ON conrelid = pg_class.oid WHERE contype = 'f' AND {OURS}"
    );
    for row in rows(db, &sql).await {
        let foreign_key = ForeignKey {
            columns: list(&row, "columns"),
            table: text(&row, "target"),
            references: list(&row, "referenced"),
        };
        let table = catalog.table(text(&row, "relname"));
        table.foreign_keys.insert(foreign_key);
    }
}

async fn read_checks(db: &DatabaseConnection, catalog: &mut Catalog) {
    let sql = format!(
        "SELECT relname::text, attname::text, pg_get_constraintdef(pg_constraint.oid) AS definition
        FROM pg_class JOIN pg_constraint ON conrelid = pg_class.oid
            JOIN pg_attribute ON attrelid = pg_class.oid AND attnum = conkey[1]
        WHERE contype = 'c' AND {OURS}"
    );
    for row in rows(db, &sql).await {
        let permitted = quoted(&text(&row, "definition"));
        if !permitted.is_empty() {
            let table = catalog.table(text(&row, "relname"));
            table.permitted.insert(text(&row, "attname"), permitted);
        }
    }
}

async fn read_triggers(db: &DatabaseConnection, catalog: &mut Catalog) {
    let sql = format!(
        "SELECT relname::text, tgname::text FROM pg_class JOIN pg_trigger ON tgrelid = pg_class.oid
        WHERE NOT tgisinternal AND tgenabled = 'O' AND {OURS}"
    );
    for row in rows(db, &sql).await {
        let table = catalog.table(text(&row, "relname"));
        table.triggers.insert(text(&row, "tgname"));
    }
}

async fn read_walls(db: &DatabaseConnection, catalog: &mut Catalog) {
    let flags = format!(
        "SELECT relname::text, relrowsecurity, relforcerowsecurity FROM pg_class WHERE {OURS}"
    );
    for row in rows(db, &flags).await {
        let wall = &mut catalog.table(text(&row, "relname")).wall;
        wall.enabled = row.try_get("", "relrowsecurity").unwrap();
        wall.forced = row.try_get("", "relforcerowsecurity").unwrap();
    }
    let policies = format!(
        "SELECT relname::text, polname::text, coalesce(pg_get_expr(polqual, polrelid), '') AS qual,
            coalesce(pg_get_expr(polwithcheck, polrelid), '') AS checked
        FROM pg_class JOIN pg_policy ON polrelid = pg_class.oid WHERE {OURS}"
    );
    for row in rows(db, &policies).await {
        let policy = (text(&row, "qual"), text(&row, "checked"));
        let wall = &mut catalog.table(text(&row, "relname")).wall;
        wall.policies.insert(text(&row, "polname"), policy);
    }
}
