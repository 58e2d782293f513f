//! What the payloads of events say about people, as far as their keys still exist.

use std::collections::HashMap;

use sea_orm::Value;

use super::EventRow;
use crate::AppError;
use crate::audit::payload::{self, Stored};
use crate::crypto::Opened;
use crate::db::{TenantTx, placeholder_list};

/// What is shown of an event's payloads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::audit) struct Personal {
    pub(in crate::audit) reason: Option<String>,
    pub(in crate::audit) address: Option<String>,
    pub(in crate::audit) api_key: Option<String>,
}

/// What the payloads of `events` say, by number.
pub(in crate::audit) async fn find_personal(
    tx: &TenantTx,
    events: &[&EventRow],
) -> Result<HashMap<i64, Personal>, AppError> {
    if events.is_empty() {
        return Ok(HashMap::new());
    }
    let sql = format!(
        "SELECT {} FROM audit_payloads WHERE tenant_id = $1 AND seq IN ({}) ORDER BY seq, id",
        Stored::COLUMNS,
        placeholder_list(1, events.len())
    );
    let mut values: Vec<Value> = vec![tx.tenant_id().into()];
    values.extend(events.iter().map(|event| Value::from(event.seq)));
    let rows = tx.query(sql, values).await?;
    let stored = rows
        .iter()
        .map(Stored::read)
        .collect::<Result<Vec<_>, _>>()?;
    let opened = payload::open_all(tx, &stored).await?;
    let mut personal: HashMap<i64, Personal> = HashMap::new();
    for (payload, opened) in stored.iter().zip(opened) {
        if let Opened::Text(plaintext) = opened {
            personal.entry(payload.seq).or_default().add(&plaintext);
        }
    }
    Ok(personal)
}

impl Personal {
    fn add(&mut self, plaintext: &[u8]) {
        let content: serde_json::Value = serde_json::from_slice(plaintext).unwrap_or_default();
        let text = |pointer| {
            let value = content.pointer(pointer)?;
            value.as_str().map(str::to_owned)
        };
        self.reason = self.reason.take().or_else(|| text("/reason"));
        self.address = self.address.take().or_else(|| text("/origin/address"));
        self.api_key = self.api_key.take().or_else(|| text("/origin/apiKey"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reason_and_address_may_come_from_different_payloads() {
        let mut personal = Personal::default();
        personal.add(br#"{"origin":{"address":"192.0.2.1","userAgent":"curl"}}"#);
        personal.add(br#"{"reason":"needs audit:read","address":"shop.example"}"#);
        let expected = Personal {
            reason: Some("needs audit:read".into()),
            address: Some("192.0.2.1".into()),
            api_key: None,
        };
        assert_eq!(personal, expected);
    }

    #[test]
    fn a_payload_that_is_no_object_says_nothing() {
        let mut personal = Personal::default();
        personal.add(b"[1]");
        personal.add(b"\xff");
        assert_eq!(personal, Personal::default());
    }
}
