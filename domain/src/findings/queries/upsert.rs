//! Stores findings by fingerprint: the constraint decides whether one is new, and the same statement moves the old.

use std::collections::HashMap;

use sea_orm::{ActiveEnum, Value};
use uuid::Uuid;
use xorb_entities::findings::FindingState;

use crate::AppError;
use crate::db::{TenantTx, placeholder_list, placeholder_rows};
use crate::findings::transitions::{FIXED, SET_ASIDE};
use crate::findings::{Check, Sighting, sla};

const COLUMNS: usize = 22;

/// How many findings are stored at once.
pub(crate) const FINDINGS_PER_STATEMENT: usize = 500;

/// A finding that was seen, as it is stored.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    /// Which it is.
    pub fingerprint: String,
    /// What found it, and what there is to say about it.
    pub check: &'static Check,
    /// Where, in canonical form.
    pub location: String,
    /// What was seen.
    pub evidence: String,
}

/// The states of those findings that exist already, locked until the transaction ends.
pub(crate) async fn lock_states(
    tx: &TenantTx,
    fingerprints: &[&str],
) -> Result<HashMap<String, FindingState>, AppError> {
    let sql = format!(
        "SELECT fingerprint, state FROM findings WHERE tenant_id = $1 AND fingerprint IN ({list}) \
         ORDER BY fingerprint{lock}",
        list = placeholder_list(1, fingerprints.len()),
        lock = tx.dialect().for_update(),
    );
    let mut values: Vec<Value> = vec![tx.tenant_id().into()];
    values.extend(fingerprints.iter().map(|text| Value::from(*text)));
    let rows = tx.query(sql, values).await?;
    rows.iter()
        .map(|row| Ok((row.try_get("", "fingerprint")?, row.try_get("", "state")?)))
        .collect()
}

/// Stores findings of distinct fingerprints, at most `FINDINGS_PER_STATEMENT`, and returns the id of each fingerprint.
pub(crate) async fn upsert_findings(
    tx: &TenantTx,
    sighting: &Sighting<'_>,
    observed: &[Seen],
) -> Result<HashMap<String, Uuid>, AppError> {
    let sql = format!(
        "INSERT INTO findings (tenant_id, id, asset_id, scan_id, fingerprint, check_id, title, description, remediation, \
         evidence, location, severity, severity_rank, state, cvss_vector, cvss_score, first_seen_at, last_seen_at, \
         sla_due_at, version, created_at, updated_at) VALUES {rows} \
         ON CONFLICT (tenant_id, fingerprint) DO UPDATE SET {moves} RETURNING id, fingerprint",
        rows = placeholder_rows(0, observed.len(), COLUMNS),
        moves = moves(),
    );
    let values = observed.iter().flat_map(|seen| row(tx, sighting, seen));
    let rows = tx.query(sql, values.collect::<Vec<_>>()).await?;
    rows.iter()
        .map(|row| Ok((row.try_get("", "fingerprint")?, row.try_get("", "id")?)))
        .collect()
}

/// How a finding that exists changes when it is seen again.
fn moves() -> String {
    let quoted = |states: &[FindingState]| {
        let names: Vec<String> = states
            .iter()
            .map(|state| format!("'{}'", state.to_value()))
            .collect();
        names.join(", ")
    };
    let is_fixed = format!("findings.state IN ({})", quoted(&FIXED));
    let is_set_aside = format!("findings.state IN ({})", quoted(&SET_ASIDE));
    // What the newest scan says of it, unless it is set aside.
    let latest = [
        "title",
        "description",
        "remediation",
        "evidence",
        "severity",
        "severity_rank",
        "cvss_vector",
        "cvss_score",
        "updated_at",
    ]
    .map(|column| {
        format!(
            "{column} = CASE WHEN {is_set_aside} THEN findings.{column} ELSE excluded.{column} END"
        )
    })
    .join(", ");
    format!(
        "{latest}, scan_id = excluded.scan_id, last_seen_at = excluded.last_seen_at, \
         state = CASE WHEN {is_fixed} THEN excluded.state ELSE findings.state END, \
         version = CASE WHEN {is_fixed} THEN findings.version + 1 ELSE findings.version END, \
         sla_due_at = CASE WHEN {is_fixed} THEN excluded.sla_due_at \
           WHEN {is_set_aside} THEN findings.sla_due_at \
           WHEN findings.sla_due_at IS NULL OR excluded.sla_due_at < findings.sla_due_at THEN excluded.sla_due_at \
           ELSE findings.sla_due_at END"
    )
}

fn row(tx: &TenantTx, sighting: &Sighting<'_>, seen: &Seen) -> [Value; COLUMNS] {
    let check = seen.check;
    let severity = check.severity();
    let cvss = check.cvss.map(|scores| scores.v4);
    [
        tx.tenant_id().into(),
        tx.new_id().into(),
        sighting.asset_id.into(),
        sighting.scan_id.into(),
        seen.fingerprint.clone().into(),
        check.id.into(),
        check.title.into(),
        check.description.into(),
        check.remediation.into(),
        seen.evidence.clone().into(),
        seen.location.clone().into(),
        severity.to_value().into(),
        sla::rank(severity).into(),
        FindingState::Open.to_value().into(),
        cvss.map(|cvss| cvss.vector.to_owned()).into(),
        cvss.map(|cvss| cvss.score).into(),
        sighting.at.into(),
        sighting.at.into(),
        sla::due_at(severity, sighting.at).into(),
        1_i32.into(),
        sighting.at.into(),
        sighting.at.into(),
    ]
}
