//! All mutations about findings.

use async_graphql::MergedObject;

use super::triage_finding::TriageFindingMutation;

#[derive(Default, MergedObject)]
pub struct FindingsMutation(TriageFindingMutation);
