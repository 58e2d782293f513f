//! Which sealed documents mention a person: the index names candidates, opening them tells.

use sea_orm::Value;
use uuid::Uuid;

use super::row_key::is_one_of;
use crate::AppError;
use crate::crypto::{Opened, Place, Sealed, open_all};
use crate::db::TenantTx;
use crate::privacy::Identifier;
use crate::privacy::mentions::{redact, redact_json};
use crate::privacy::plan::TableActions;

/// Those of `keys` whose document mentions one of `identifiers`. One that nothing opens any more mentions nobody.
///
/// # Errors
/// As the database says.
pub(super) async fn sealed_mentions(
    tx: &TenantTx,
    table: &TableActions,
    column: &'static str,
    keys: &[String],
    identifiers: &[Identifier],
) -> Result<Vec<String>, AppError> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let mut values: Vec<Value> = vec![tx.tenant_id().into()];
    let these = is_one_of(table, keys, &mut values)?;
    let sql = format!(
        "SELECT id, subject_id, {column} AS sealed FROM {} WHERE tenant_id = $1 AND {these}",
        table.table
    );
    let mut documents: Vec<(Uuid, Option<Uuid>, Vec<u8>)> = Vec::new();
    for row in tx.query(sql, values).await? {
        documents.push((
            row.try_get("", "id")?,
            row.try_get("", "subject_id")?,
            row.try_get("", "sealed")?,
        ));
    }
    let sealed: Vec<Sealed<'_>> = documents
        .iter()
        .map(|(row_id, subject_id, ciphertext)| Sealed {
            row_id: *row_id,
            subject_id: *subject_id,
            ciphertext,
        })
        .collect();
    let place = Place {
        table: table.table,
        column,
    };
    let opened = open_all(tx, place, &sealed).await?;
    let mentioning = sealed
        .iter()
        .zip(opened)
        .filter(|(_, opened)| match opened {
            Opened::Text(text) => does_mention(text, identifiers),
            Opened::KeyGone | Opened::Refused => false,
        });
    Ok(mentioning
        .map(|(sealed, _)| sealed.row_id.to_string())
        .collect())
}

fn does_mention(text: &[u8], identifiers: &[Identifier]) -> bool {
    match serde_json::from_slice(text) {
        Ok(value) => redact_json(&value, identifiers).is_some(),
        Err(_) => redact(&String::from_utf8_lossy(text), identifiers).is_some(),
    }
}
