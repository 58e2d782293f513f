//! The tables `findings`, `finding_observations` and `finding_events`.

mod counts;
mod events;
mod findings;
mod lists;
mod observations;
mod upsert;

pub(crate) use counts::{count_by_scan, count_by_severity_and_state, count_unresolved_by_asset};
pub(crate) use events::{NewEvent, insert_events};
pub(crate) use findings::{
    find_finding, find_findings, find_fixed_unverified, lock_finding, update_finding,
};
pub(crate) use lists::{count_findings, list_by_last_seen, list_by_severity};
pub(crate) use observations::{NewObservation, insert_observations};
pub(crate) use upsert::{FINDINGS_PER_STATEMENT, Seen, lock_states, upsert_findings};
