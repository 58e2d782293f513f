//! The next rows of a table behind a key, with their texts as bytes.

use chrono::{DateTime, Utc};
use sea_orm::{QueryResult, Value};
use uuid::Uuid;

use super::{Access, Owner, TablePlan};
use crate::AppError;
use crate::db::Dialect;
use crate::db::catalog::ColumnKind;

/// One row.
pub(super) struct Row {
    /// The values of the key, for the next batch.
    pub(super) key: Vec<Value>,
    /// The key as reports name it.
    pub(super) name: String,
    /// The column `id`, to which ciphertexts are bound.
    pub(super) id: Option<Uuid>,
    pub(super) subject_id: Option<Uuid>,
    /// One for each text column.
    pub(super) cells: Vec<Option<Vec<u8>>>,
}

/// Reads up to `limit` rows of `owner_id` behind `after`.
pub(super) async fn read_batch(
    access: Access<'_>,
    table: &TablePlan,
    owner_id: Uuid,
    after: Option<&[Value]>,
    limit: usize,
) -> Result<Vec<Row>, AppError> {
    let mut values = Vec::new();
    let mut conditions = Vec::new();
    let owner = match table.owner {
        Owner::Tenant => Some("tenant_id"),
        Owner::Itself => Some("id"),
        Owner::Nobody => None,
    };
    if let Some(column) = owner {
        values.push(Value::from(owner_id));
        conditions.push(format!("\"{column}\" = $1"));
    }
    let names: Vec<String> = table
        .key
        .iter()
        .map(|(name, _)| format!("\"{name}\""))
        .collect();
    let key = names.join(", ");
    if let Some(after) = after.filter(|after| !after.is_empty()) {
        let places = crate::db::placeholder_list(values.len(), after.len());
        values.extend(after.iter().cloned());
        conditions.push(format!("({key}) > ({places})"));
    }
    let filter = if conditions.is_empty() {
        String::new()
    } else {
        format!(" WHERE {}", conditions.join(" AND "))
    };
    let order = if key.is_empty() {
        String::new()
    } else {
        format!(" ORDER BY {key}")
    };
    let sql = format!(
        "SELECT {} FROM \"{}\"{filter}{order} LIMIT {limit}",
        selection(access.dialect(), table),
        table.name
    );
    let rows = access.query(sql, values).await?;
    rows.iter().map(|row| read(row, table)).collect()
}

fn selection(dialect: Dialect, table: &TablePlan) -> String {
    let keys = table
        .key
        .iter()
        .enumerate()
        .map(|(at, (name, _))| format!("\"{name}\" AS k{at}"));
    let cells = table
        .columns
        .iter()
        .enumerate()
        .map(|(at, column)| match column.kind {
            ColumnKind::Json if dialect == Dialect::Postgres => {
                format!("\"{}\"::text AS c{at}", column.name)
            }
            ColumnKind::Other => format!("CAST(\"{}\" AS text) AS c{at}", column.name),
            _ => format!("\"{}\" AS c{at}", column.name),
        });
    let subject = table.has_subject.then(|| "\"subject_id\" AS s".to_owned());
    let all: Vec<String> = keys.chain(cells).chain(subject).collect();
    if all.is_empty() {
        "1 AS one".to_owned()
    } else {
        all.join(", ")
    }
}

fn read(row: &QueryResult, table: &TablePlan) -> Result<Row, AppError> {
    let mut read = Row {
        key: Vec::with_capacity(table.key.len()),
        name: String::new(),
        id: None,
        subject_id: None,
        cells: Vec::with_capacity(table.columns.len()),
    };
    for (at, (name, kind)) in table.key.iter().enumerate() {
        let (value, text) = key_value(row, &format!("k{at}"), *kind)?;
        if let (true, Value::Uuid(id)) = (name == "id", &value) {
            read.id = *id;
        }
        if at > 0 {
            read.name.push(':');
        }
        read.name.push_str(&text);
        read.key.push(value);
    }
    for (at, column) in table.columns.iter().enumerate() {
        let name = format!("c{at}");
        let cell = match column.kind {
            ColumnKind::Bytes => row.try_get::<Option<Vec<u8>>>("", &name)?,
            _ => row
                .try_get::<Option<String>>("", &name)?
                .map(String::into_bytes),
        };
        read.cells.push(cell);
    }
    if table.has_subject {
        read.subject_id = row.try_get("", "s")?;
    }
    Ok(read)
}

fn key_value(row: &QueryResult, name: &str, kind: ColumnKind) -> Result<(Value, String), AppError> {
    Ok(match kind {
        ColumnKind::Uuid => {
            let id: Uuid = row.try_get("", name)?;
            (id.into(), id.to_string())
        }
        ColumnKind::Int => {
            let number: i32 = row.try_get("", name)?;
            (number.into(), number.to_string())
        }
        ColumnKind::Big => {
            let number: i64 = row.try_get("", name)?;
            (number.into(), number.to_string())
        }
        ColumnKind::Time => {
            let at: DateTime<Utc> = row.try_get("", name)?;
            (at.into(), at.to_rfc3339())
        }
        ColumnKind::Bytes => {
            let bytes: Vec<u8> = row.try_get("", name)?;
            (bytes.clone().into(), hex::encode(bytes))
        }
        _ => {
            let text: String = row.try_get("", name)?;
            (text.clone().into(), text)
        }
    })
}
