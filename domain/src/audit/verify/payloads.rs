//! Payloads against the commitments of their events. One that is gone, or whose key is gone, is no fault: that is how a
//! person is erased.

use sea_orm::Value;
use uuid::Uuid;

use super::broken::{Broken, Reason};
use super::links::StoredLink;
use crate::AppError;
use crate::audit::payload::{self, Stored};
use crate::crypto::Opened;
use crate::db::TenantTx;

const BATCH: i64 = 1_000;

/// The first event of `links` with a payload that it has not committed to.
pub(super) async fn find_false_payload(
    tx: &TenantTx,
    links: &[StoredLink],
) -> Result<Option<Broken>, AppError> {
    let (Some(first), Some(last)) = (links.first(), links.last()) else {
        return Ok(None);
    };
    let mut after = (first.link.seq - 1, Uuid::max());
    loop {
        let batch = read_payloads(tx, after, last.link.seq).await?;
        let Some(end) = batch.last() else {
            return Ok(None);
        };
        after = (end.seq, end.id);
        let opened = payload::open_all(tx, &batch).await?;
        let fault = batch.iter().zip(&opened).find_map(|(payload, opened)| {
            Some(Broken::new(payload.seq, fault(links, payload, opened)?))
        });
        if fault.is_some() {
            return Ok(fault);
        }
    }
}

fn fault(links: &[StoredLink], payload: &Stored, opened: &Opened) -> Option<Reason> {
    let plaintext = match opened {
        Opened::Text(plaintext) => plaintext,
        Opened::KeyGone => return None,
        Opened::Refused => return Some(Reason::PayloadChanged),
    };
    let event = links
        .binary_search_by_key(&payload.seq, |link| link.link.seq)
        .ok()
        .and_then(|index| links.get(index))?;
    let commitment = payload.commitment(plaintext);
    let is_known = event
        .link
        .commitments
        .chunks(commitment.len())
        .any(|known| known == commitment);
    (!is_known).then_some(Reason::PayloadForeign)
}

async fn read_payloads(
    tx: &TenantTx,
    (seq, id): (i64, Uuid),
    until: i64,
) -> Result<Vec<Stored>, AppError> {
    let sql = format!(
        "SELECT {} FROM audit_payloads WHERE tenant_id = $1 AND seq >= $2 AND seq <= $4 \
         AND (seq > $2 OR id > $3) ORDER BY seq, id LIMIT $5",
        Stored::COLUMNS
    );
    let values: [Value; 5] = [
        tx.tenant_id().into(),
        seq.into(),
        id.into(),
        until.into(),
        BATCH.into(),
    ];
    tx.query(sql, values)
        .await?
        .iter()
        .map(Stored::read)
        .collect()
}
