//! Cuts a person out of free text that others may go on reading.

use std::fmt::Write;

use sea_orm::{QueryResult, Value};

use super::row_key::is_one_of;
use crate::AppError;
use crate::db::TenantTx;
use crate::privacy::Identifier;
use crate::privacy::mentions::{forget_rows, index_mentions, redact, redact_json};
use crate::privacy::plan::{Redacted, TableActions};

/// Redacts these rows, and indexes anew what they mention. Those that were changed.
///
/// # Errors
/// As the database says.
pub(super) async fn redact_rows(
    tx: &TenantTx,
    table: &TableActions,
    keys: &[String],
    identifiers: &[Identifier],
) -> Result<Vec<String>, AppError> {
    let mut changed = Vec::new();
    for key in keys {
        if redact_row(tx, table, key, identifiers).await? {
            changed.push(key.clone());
        }
    }
    Ok(changed)
}

async fn redact_row(
    tx: &TenantTx,
    table: &TableActions,
    key: &String,
    identifiers: &[Identifier],
) -> Result<bool, AppError> {
    let mut values: Vec<Value> = vec![tx.tenant_id().into()];
    let this = is_one_of(table, std::slice::from_ref(key), &mut values)?;
    let columns: Vec<&str> = table
        .redacted
        .iter()
        .map(|redacted| redacted.column)
        .collect();
    let sql = format!(
        "SELECT {} FROM {} WHERE tenant_id = $1 AND {this}{}",
        columns.join(", "),
        table.table,
        tx.dialect().for_update()
    );
    let found = tx.query(sql, values.clone()).await?;
    let Some(row) = found.first() else {
        // The row went by itself; so does what the index knows of it.
        forget_rows(tx, table.table, std::slice::from_ref(key)).await?;
        return Ok(false);
    };
    let mut texts = Vec::with_capacity(table.redacted.len());
    let mut changes = String::new();
    for redacted in &table.redacted {
        let text = Text::read(row, redacted)?;
        if let Some(clean) = text.without(identifiers) {
            let clean = if redacted.is_unique {
                clean.told_apart_by(key)
            } else {
                clean
            };
            values.push(clean.value());
            let comma = if changes.is_empty() { "" } else { ", " };
            let _ = write!(changes, "{comma}{} = ${}", redacted.column, values.len());
            texts.push(clean.into_text());
        } else {
            texts.push(text.into_text());
        }
    }
    if !changes.is_empty() {
        let sql = format!(
            "UPDATE {} SET {changes} WHERE tenant_id = $1 AND {this}",
            table.table
        );
        tx.execute(sql, values).await?;
    }
    index_mentions(tx, table.table, key, texts.iter().map(String::as_str)).await?;
    Ok(!changes.is_empty())
}

/// What a column holds.
enum Text {
    Plain(Option<String>),
    Json(Option<serde_json::Value>),
}

impl Text {
    fn read(row: &QueryResult, redacted: &Redacted) -> Result<Self, AppError> {
        Ok(if redacted.is_json {
            Self::Json(row.try_get("", redacted.column)?)
        } else {
            Self::Plain(row.try_get("", redacted.column)?)
        })
    }

    /// `None` if nobody of them is mentioned.
    fn without(&self, identifiers: &[Identifier]) -> Option<Self> {
        match self {
            Self::Plain(text) => {
                redact(text.as_deref()?, identifiers).map(|(clean, _)| Self::Plain(Some(clean)))
            }
            Self::Json(value) => {
                redact_json(value.as_ref()?, identifiers).map(|(clean, _)| Self::Json(Some(clean)))
            }
        }
    }

    /// Two texts that differed by the person only would be the same now, where the same is not allowed twice.
    fn told_apart_by(self, key: &str) -> Self {
        match self {
            Self::Plain(Some(text)) => {
                let start = key.len().saturating_sub(12);
                Self::Plain(Some(format!("{text}#{}", key.get(start..).unwrap_or(key))))
            }
            other => other,
        }
    }

    fn value(&self) -> Value {
        match self {
            Self::Plain(text) => text.clone().into(),
            Self::Json(value) => value.clone().into(),
        }
    }

    fn into_text(self) -> String {
        match self {
            Self::Plain(text) => text.unwrap_or_default(),
            Self::Json(value) => value.map(|value| value.to_string()).unwrap_or_default(),
        }
    }
}
