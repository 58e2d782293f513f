//! Rows of values as a table to select from, in a statement whose text is the same however many rows there are: PostgreSQL
//! gets them as one document, so that it need not parse and type a parameter for each value, and can keep the plan.

use std::fmt::Write;

use chrono::SecondsFormat;
use sea_orm::Value;

use super::{Dialect, TenantTx, placeholder_rows, rows_per_statement};
use crate::AppError;

/// What stands behind `FROM`: a table called `v` with the columns that were named.
pub(crate) struct ValueTable {
    pub(crate) sql: String,
    pub(crate) values: Vec<Value>,
}

/// `rows` as a table, to be bound behind `after` other values. At most `rows_per_statement` of them.
///
/// # Errors
/// `Internal` if a value is of a kind that no column has.
pub(crate) fn value_table(
    dialect: Dialect,
    after: usize,
    columns: &[&str],
    rows: Vec<Vec<Value>>,
) -> Result<ValueTable, AppError> {
    match dialect {
        Dialect::Postgres => {
            let types = columns.iter().zip(rows.first().into_iter().flatten());
            let types: Vec<String> = types
                .map(|(column, value)| Ok(format!("{column} {}", type_of(value)?)))
                .collect::<Result<_, AppError>>()?;
            Ok(ValueTable {
                sql: format!(
                    "json_to_recordset(${}::json) AS v({})",
                    after + 1,
                    types.join(", ")
                ),
                values: vec![document(columns, &rows)?.into()],
            })
        }
        Dialect::Sqlite => {
            let named = columns.iter().enumerate();
            let named = named.map(|(at, column)| format!("column{} AS {column}", at + 1));
            Ok(ValueTable {
                sql: format!(
                    "(SELECT {} FROM (VALUES {})) v",
                    named.collect::<Vec<_>>().join(", "),
                    placeholder_rows(after, rows.len(), columns.len())
                ),
                values: rows.into_iter().flatten().collect(),
            })
        }
    }
}

/// Inserts rows, however many. `and` is what follows, such as `ON CONFLICT DO NOTHING`.
///
/// # Errors
/// As the database says.
pub(crate) async fn insert_rows(
    tx: &TenantTx,
    table: &str,
    columns: &[&str],
    rows: Vec<Vec<Value>>,
    and: &str,
) -> Result<(), AppError> {
    let names = columns.join(", ");
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let some = rows.by_ref().take(rows_per_statement(columns.len()));
        let from = value_table(tx.dialect(), 0, columns, some.collect())?;
        // Without a condition SQLite would take `ON` for that of a join.
        let sql = format!(
            "INSERT INTO {table} ({names}) SELECT {names} FROM {} WHERE 1 = 1 {and}",
            from.sql
        );
        tx.execute(sql, from.values).await?;
    }
    Ok(())
}

fn type_of(value: &Value) -> Result<&'static str, AppError> {
    Ok(match value {
        Value::Bool(_) => "boolean",
        Value::Int(_) => "int",
        Value::BigInt(_) => "bigint",
        Value::String(_) => "text",
        Value::Bytes(_) => "bytea",
        Value::Uuid(_) => "uuid",
        Value::Json(_) => "jsonb",
        Value::ChronoDateTimeUtc(_) => "timestamptz",
        _ => return Err(AppError::internal("no column has values of this kind")),
    })
}

fn document(columns: &[&str], rows: &[Vec<Value>]) -> Result<String, AppError> {
    let mut text = String::from("[");
    for (at, row) in rows.iter().enumerate() {
        text.push_str(if at == 0 { "{" } else { ",{" });
        for (at, (column, value)) in columns.iter().zip(row).enumerate() {
            let comma = if at == 0 { "" } else { "," };
            let _ = write!(text, "{comma}\"{column}\":");
            write_value(&mut text, value)?;
        }
        text.push('}');
    }
    text.push(']');
    Ok(text)
}

fn write_value(text: &mut String, value: &Value) -> Result<(), AppError> {
    let _ = match value {
        Value::Bool(Some(value)) => write!(text, "{value}"),
        Value::Int(Some(value)) => write!(text, "{value}"),
        Value::BigInt(Some(value)) => write!(text, "{value}"),
        Value::Uuid(Some(value)) => write!(text, "\"{value}\""),
        Value::Bytes(Some(value)) => write!(text, "\"\\\\x{}\"", hex::encode(value)),
        Value::Json(Some(value)) => write!(text, "{value}"),
        Value::String(Some(value)) => {
            text.push_str(&serde_json::to_string(value).map_err(AppError::internal)?);
            Ok(())
        }
        Value::ChronoDateTimeUtc(Some(value)) => {
            let at = value.to_rfc3339_opts(SecondsFormat::Micros, true);
            write!(text, "\"{at}\"")
        }
        other => {
            type_of(other)?;
            write!(text, "null")
        }
    };
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_statement_is_the_same_for_any_number_of_rows() {
        let row = |n: i64| vec![Value::from(n), "a\"b".into(), None::<Vec<u8>>.into()];
        let columns = ["seq", "name", "hash"];
        let one = value_table(Dialect::Postgres, 1, &columns, vec![row(1)]).unwrap();
        let two = value_table(Dialect::Postgres, 1, &columns, vec![row(1), row(2)]).unwrap();
        assert_eq!(one.sql, two.sql);
        assert_eq!(
            one.sql,
            "json_to_recordset($2::json) AS v(seq bigint, name text, hash bytea)"
        );
        assert_eq!(
            one.values,
            [r#"[{"seq":1,"name":"a\"b","hash":null}]"#.into()]
        );
    }

    #[test]
    fn every_kind_of_value_has_a_literal_that_the_database_reads_back() {
        let row = vec![
            Value::from(true),
            7.into(),
            vec![0_u8, 255].into(),
            sea_orm::JsonValue::from(vec!["x"]).into(),
            chrono::DateTime::UNIX_EPOCH.into(),
        ];
        let columns = ["a", "b", "c", "d", "e"];
        let table = value_table(Dialect::Postgres, 0, &columns, vec![row]).unwrap();
        let expected =
            r#"[{"a":true,"b":7,"c":"\\x00ff","d":["x"],"e":"1970-01-01T00:00:00.000000Z"}]"#;
        assert_eq!(table.values, [expected.into()]);
    }

    #[test]
    fn sqlite_names_the_columns_of_its_values() {
        let rows = vec![vec![Value::from(1_i64), "a".into()]; 2];
        let table = value_table(Dialect::Sqlite, 1, &["n", "t"], rows).unwrap();
        assert_eq!(
            table.sql,
            "(SELECT column1 AS n, column2 AS t FROM (VALUES ($2, $3), ($4, $5))) v"
        );
        assert_eq!(table.values.len(), 4);
    }
}
