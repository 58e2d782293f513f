//! Indexes whom findings and their observations mention, as they are stored.

use std::collections::HashMap;

use uuid::Uuid;
use xorb_entities::findings::FindingState;

use super::Sighting;
use super::queries::Seen;
use super::transitions::SET_ASIDE;
use crate::AppError;
use crate::db::TenantTx;
use crate::privacy::mentions::{self, IndexedRow, Mentioned};

/// Indexes what was stored, in place of what it replaced: a finding that is set aside keeps its texts, and what was not
/// there before has replaced nothing.
pub(super) async fn index_findings(
    tx: &TenantTx,
    sighting: &Sighting<'_>,
    stored: &[Seen],
    ids: &HashMap<String, Uuid>,
    before: &HashMap<String, FindingState>,
) -> Result<(), AppError> {
    let mut of_checks: HashMap<&str, Mentioned> = HashMap::new();
    let (mut findings, mut observations) = (Vec::new(), Vec::new());
    let (mut replaced_findings, mut replaced_observations) = (Vec::new(), Vec::new());
    for seen in stored {
        let Some(id) = ids.get(&seen.fingerprint) else {
            continue;
        };
        let check = seen.check;
        let of_check = of_checks
            .entry(check.id)
            .or_insert_with(|| Mentioned::by([check.title, check.description, check.remediation]));
        let in_evidence = Mentioned::by([seen.evidence.as_str()]);
        let observation = IndexedRow::new(
            format_args!("{}:{id}", sighting.scan_id),
            in_evidence.clone(),
        );
        let mut mentioned = of_check.clone();
        mentioned.join(in_evidence);
        mentioned.add(&seen.location);
        let finding = IndexedRow::new(id, mentioned);
        let earlier = before.get(&seen.fingerprint);
        if earlier.is_some() {
            replaced_observations.push(observation.key.clone());
        }
        observations.push(observation);
        if earlier.is_some_and(|state| SET_ASIDE.contains(state)) {
            continue;
        }
        if earlier.is_some() {
            replaced_findings.push(finding.key.clone());
        }
        findings.push(finding);
    }
    for (location, replaced, rows) in [
        (mentions::FINDINGS, replaced_findings, findings),
        (
            mentions::FINDING_OBSERVATIONS,
            replaced_observations,
            observations,
        ),
    ] {
        mentions::forget_rows(tx, location, &replaced).await?;
        mentions::index_new_rows(tx, location, rows).await?;
    }
    Ok(())
}
