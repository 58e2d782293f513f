//! The needle test's negative control: where the erasure's action for a column does not take, the needle test says so, and
//! names that column. The columns come from the map; the database itself keeps what the erasure takes away.

use std::collections::BTreeSet;

use sea_orm::{ColumnType, ConnectionTrait, DbBackend};
use xorb_entities::map::{Erase, tables};

use super::filled_rows::Needle;
use super::needles::{Haystack, token};
use crate::both_modes;

/// Table and column of the needles whose column is text and has one of these actions.
fn text_columns(
    haystack: &Haystack,
    actions: &[Erase],
) -> Vec<(&'static str, &'static str, Needle)> {
    let models = xorb_entities::tables::all();
    let columns = tables()
        .iter()
        .flat_map(xorb_entities::map::TableMap::columns);
    let of_column = |column: xorb_entities::map::Classified| {
        let name = format!("needle-a-{}-{}", column.table, column.column);
        let needle = haystack
            .erased
            .iter()
            .find(|needle| token(needle) == name)?;
        let model = models.iter().find(|model| model.name == column.table)?;
        let kind = model
            .columns
            .iter()
            .find(|known| known.name == column.column)?;
        let is_text = matches!(kind.kind, ColumnType::Text | ColumnType::String(_));
        let is_meant = is_text && actions.contains(&column.erase);
        is_meant.then(|| (column.table, column.column, needle.clone()))
    };
    columns.filter_map(of_column).collect()
}

/// What the erasure takes out of this column turns up in the same column of somebody else's row.
fn moved(backend: DbBackend, table: &str, column: &str) -> Vec<String> {
    let moves = format!(
        "UPDATE {table} SET {column} = {column} || ' ' || OLD.{column} WHERE {column} LIKE 'needle-b-%'"
    );
    let is_meant = format!("OLD.{column} LIKE 'needle-a-%'");
    if backend == DbBackend::Sqlite {
        let trigger = |event: &str, changed: &str| {
            format!(
                "CREATE TRIGGER moved_{event}_{table}_{column} AFTER {event} ON {table} \
                 WHEN {is_meant}{changed} BEGIN {moves}; END"
            )
        };
        let changed = format!(" AND NEW.{column} IS NOT OLD.{column}");
        return vec![trigger("DELETE", ""), trigger("UPDATE", &changed)];
    }
    let name = format!("moved_{table}_{column}");
    vec![
        format!(
            "CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN \
             IF {is_meant} AND (TG_OP = 'DELETE' OR NEW.{column} IS DISTINCT FROM OLD.{column}) THEN {moves}; END IF; \
             RETURN NULL; END $$"
        ),
        format!(
            "CREATE TRIGGER {name} AFTER UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
        ),
    ]
}

/// A redaction of this column does not last.
fn undone(backend: DbBackend, table: &str, column: &str) -> Vec<String> {
    let name = format!("undone_{table}_{column}");
    if backend == DbBackend::Sqlite {
        return vec![format!(
            "CREATE TRIGGER {name} AFTER UPDATE OF {column} ON {table} WHEN OLD.{column} LIKE 'needle-a-%' \
             BEGIN UPDATE {table} SET {column} = OLD.{column} WHERE rowid = NEW.rowid; END"
        )];
    }
    vec![
        format!(
            "CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
             IF OLD.{column} LIKE 'needle-a-%' THEN NEW.{column} := OLD.{column}; END IF; RETURN NEW; END $$"
        ),
        format!(
            "CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
        ),
    ]
}

async fn sabotage(haystack: &Haystack, statements: Vec<String>) {
    for statement in statements {
        haystack.db.execute_unprepared(&statement).await.unwrap();
    }
}

both_modes! {
    async fn every_text_that_is_not_taken_away_is_named(app: &TestApp) {
        let haystack = Haystack::new(app).await;
        let columns = text_columns(&haystack, &[Erase::Delete, Erase::Anonymise]);
        assert!(columns.len() > 3, "{columns:?}");
        let backend = haystack.db.get_database_backend();
        for (table, column, _) in &columns {
            sabotage(&haystack, moved(backend, table, column)).await;
        }
        assert_eq!(haystack.erase(app).await, "COMPLETED", "the scan looks for addresses, not for needles");
        let named: BTreeSet<String> = columns.iter().map(|(.., needle)| format!("left: {}", token(needle))).collect();
        assert_eq!(haystack.complaints(app).await, named);
    }

    async fn a_mention_that_is_not_cut_out_keeps_the_erasure_from_being_completed(app: &TestApp) {
        let haystack = Haystack::new(app).await;
        let columns = text_columns(&haystack, &[Erase::RedactMentions]);
        assert!(columns.len() > 5, "{columns:?}");
        let backend = haystack.db.get_database_backend();
        // One of them is enough.
        let (table, column, _) = &columns[columns.len() / 2];
        sabotage(&haystack, undone(backend, table, column)).await;
        assert_eq!(haystack.erase(app).await, "BLOCKED", "{table}.{column}");
        haystack.db.execute_unprepared("UPDATE jobs SET state = 'failed' WHERE kind = 'erase_subject' AND state = 'queued'").await.unwrap();
    }
}
