//! A value for any column: the canary where there is room for it, and elsewhere what the column's type and CHECK take.

use chrono::{DateTime, Utc};
use sea_orm::Value;
use serde_json::json;
use uuid::Uuid;
use xorb_entities::map::Form;

use super::Canary;
use super::disguise::disguise;
use crate::crypto::sha256;
use crate::db::catalog::ColumnKind;
use crate::privacy::residue::tables::TextColumn;

/// Fits every CHECK on a number, and is no generation that a key really has.
const NUMBER: i32 = 2;

/// The words that a canary's row takes, where it has the choice.
const PREFERRED: [&str; 2] = ["canary", "active"];

/// A value without a canary.
pub(super) fn filler(
    kind: ColumnKind,
    id: Uuid,
    now: DateTime<Utc>,
    permitted: Option<&Vec<String>>,
) -> Option<Value> {
    Some(match kind {
        ColumnKind::Uuid => id.into(),
        ColumnKind::Time => now.into(),
        ColumnKind::Int => NUMBER.into(),
        ColumnKind::Big => i64::from(NUMBER).into(),
        ColumnKind::Bool => true.into(),
        ColumnKind::Float => f64::from(NUMBER).into(),
        ColumnKind::Text => {
            let words = permitted?;
            let is_preferred = |word: &&String| PREFERRED.contains(&word.as_str());
            words
                .iter()
                .find(is_preferred)
                .or_else(|| words.first())?
                .clone()
                .into()
        }
        ColumnKind::Json | ColumnKind::Bytes | ColumnKind::Other => return None,
    })
}

/// A value that holds the canary. `n` chooses its spelling; `is_key`: the same text in every row that refers to it.
pub(super) fn with_canary(canary: &Canary, column: &TextColumn, n: usize, is_key: bool) -> Value {
    let address = canary.address();
    let text = disguise(address, n);
    match (column.kind, column.form) {
        (ColumnKind::Bytes, Form::Hashed) => sha256(address.as_bytes()).to_vec().into(),
        (ColumnKind::Bytes, _) if n.is_multiple_of(2) => address
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect::<Vec<u8>>()
            .into(),
        (ColumnKind::Bytes, _) => text.into_bytes().into(),
        (ColumnKind::Json, _) if n.is_multiple_of(2) => json!({ text: [true] }).into(),
        (ColumnKind::Json, _) => json!([{ "to": text }]).into(),
        _ if is_key => address.into(),
        _ => text.into(),
    }
}
