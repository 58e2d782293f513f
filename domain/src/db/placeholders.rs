//! Placeholders of statements with many rows.

use std::fmt::Write;

use sea_orm::Value;
use uuid::Uuid;

use super::Dialect;

/// Bound parameters that one statement may have on either database, with a margin.
const MAX_PARAMETERS: usize = 30_000;

/// How many rows of `columns` values fit into one statement.
pub(crate) fn rows_per_statement(columns: usize) -> usize {
    (MAX_PARAMETERS / columns.max(1)).clamp(1, 1_000)
}

/// `($3, $4), ($5, $6)` for two rows of two columns behind the second value.
pub(crate) fn placeholder_rows(after: usize, rows: usize, columns: usize) -> String {
    let mut text = String::new();
    for row in 0..rows {
        text.push_str(if row == 0 { "(" } else { ", (" });
        for column in 0..columns {
            let comma = if column == 0 { "" } else { ", " };
            let _ = write!(text, "{comma}${}", after + row * columns + column + 1);
        }
        text.push(')');
    }
    text
}

/// `$3, $4` for two values behind the second.
pub(crate) fn placeholder_list(after: usize, count: usize) -> String {
    let numbers = after + 1..=after + count;
    let texts: Vec<String> = numbers.map(|number| format!("${number}")).collect();
    texts.join(", ")
}

/// Whether `column` is one of `count` ids, bound behind `after` other values by `id_values`. PostgreSQL gets them as one array,
/// so that the statement is the same for any number of them.
pub(crate) fn is_one_of_ids(dialect: Dialect, column: &str, after: usize, count: usize) -> String {
    match dialect {
        // A subquery, so that the array is read once and not for each row.
        Dialect::Postgres => format!("{column} = ANY((SELECT ${}::uuid[])::uuid[])", after + 1),
        Dialect::Sqlite => format!("{column} IN ({})", placeholder_list(after, count)),
    }
}

/// The values of `is_one_of_ids`.
pub(crate) fn id_values(dialect: Dialect, ids: &[Uuid]) -> Vec<Value> {
    match dialect {
        Dialect::Postgres => {
            let ids: Vec<String> = ids.iter().map(Uuid::to_string).collect();
            vec![format!("{{{}}}", ids.join(",")).into()]
        }
        Dialect::Sqlite => ids.iter().map(|id| (*id).into()).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_count_through_all_rows() {
        assert_eq!(placeholder_rows(1, 2, 2), "($2, $3), ($4, $5)");
        assert_eq!(placeholder_list(1, 2), "$2, $3");
    }

    #[test]
    fn ids_are_one_array_where_the_database_has_arrays() {
        let ids = [Uuid::nil(), Uuid::max()];
        assert_eq!(
            is_one_of_ids(Dialect::Postgres, "id", 1, 2),
            "id = ANY((SELECT $2::uuid[])::uuid[])"
        );
        let array = "{00000000-0000-0000-0000-000000000000,ffffffff-ffff-ffff-ffff-ffffffffffff}";
        assert_eq!(id_values(Dialect::Postgres, &ids), [array.into()]);
        assert_eq!(is_one_of_ids(Dialect::Sqlite, "id", 1, 2), "id IN ($2, $3)");
        assert_eq!(id_values(Dialect::Sqlite, &ids).len(), 2);
    }

    #[test]
    fn a_statement_stays_below_the_limit_of_both_databases() {
        for columns in [1, 7, 22, 100] {
            assert!(rows_per_statement(columns) * columns <= 32_766, "{columns}");
        }
    }
}
