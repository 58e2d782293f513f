//! Placeholders of statements with many rows.

use std::fmt::Write;

use sea_orm::Value;

use super::Dialect;

/// Bound parameters that one statement may have on either database, with a margin.
const MAX_PARAMETERS: usize = 30_000;

/// How many rows of `columns` values fit into one statement.
pub(crate) fn rows_per_statement(columns: usize) -> usize {
    (MAX_PARAMETERS / columns.max(1)).clamp(1, 1_000)
}

/// `($1, $2), ($3, $4)` for two rows of two columns.
pub(crate) fn placeholder_rows(rows: usize, columns: usize) -> String {
    let mut text = String::new();
    for row in 0..rows {
        text.push_str(if row == 0 { "(" } else { ", (" });
        for column in 0..columns {
            let comma = if column == 0 { "" } else { ", " };
            let _ = write!(text, "{comma}${}", row * columns + column + 1);
        }
        text.push(')');
    }
    text
}

/// `($3::uuid, $4::bytea)` for one row of two behind the second value: rows of a `VALUES` list outside an `INSERT`, in which
/// PostgreSQL can't infer types.
pub(crate) fn typed_rows(dialect: Dialect, after: usize, rows: &[Vec<Value>]) -> String {
    let mut text = String::new();
    let mut place = after;
    for row in rows {
        text.push_str(if place == after { "(" } else { ", (" });
        for (column, value) in row.iter().enumerate() {
            place += 1;
            let comma = if column == 0 { "" } else { ", " };
            let _ = write!(text, "{comma}${place}{}", dialect.cast(value));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_count_through_all_rows() {
        assert_eq!(placeholder_rows(2, 3), "($1, $2, $3), ($4, $5, $6)");
        assert_eq!(placeholder_list(1, 2), "$2, $3");
    }

    #[test]
    fn values_have_their_types_where_the_database_needs_them() {
        let rows = vec![
            vec![Value::from(1_i64), "a".into()],
            vec![2_i64.into(), "b".into()],
        ];
        assert_eq!(typed_rows(Dialect::Sqlite, 2, &rows), "($3, $4), ($5, $6)");
        assert_eq!(
            typed_rows(Dialect::Postgres, 0, &rows),
            "($1::bigint, $2::text), ($3::bigint, $4::text)"
        );
    }

    #[test]
    fn a_statement_stays_below_the_limit_of_both_databases() {
        for columns in [1, 7, 22, 100] {
            assert!(rows_per_statement(columns) * columns <= 32_766, "{columns}");
        }
    }
}
