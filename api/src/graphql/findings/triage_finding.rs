//! `triageFinding`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::findings::{self, FindingView, TriageFinding};
use xorb_entities::ids::FindingId;

use super::{Finding, TriageState};
use crate::graphql::{Id, Nullable, ScopeOfContext, UserError, payload};

/// How a finding is judged.
#[derive(InputObject)]
pub struct TriageFindingInput {
    /// The finding.
    finding_id: Id<FindingId>,
    /// Its new state. Not every state can follow every other.
    state: TriageState,
    /// Why, for those who read its history.
    note: Option<String>,
    /// The `version` you have seen: if the finding has changed since, the answer is `CONFLICT`.
    expected_version: Option<i32>,
}

impl From<TriageFindingInput> for TriageFinding {
    fn from(input: TriageFindingInput) -> Self {
        Self {
            finding_id: input.finding_id.uuid(),
            state: input.state.into(),
            note: input.note,
            expected_version: input.expected_version,
        }
    }
}

/// What `triageFinding` answers.
#[derive(SimpleObject)]
pub struct TriageFindingPayload {
    /// The finding as it is now; null if the change was refused.
    finding: Option<Finding>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload!(TriageFindingPayload {
    finding: FindingView
});

#[derive(Default)]
pub struct TriageFindingMutation;

#[Object]
impl TriageFindingMutation {
    /// Judges a finding. Needs the permission `findings:triage`.
    async fn triage_finding(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How it is judged.")] input: TriageFindingInput,
    ) -> Nullable<TriageFindingPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let outcome =
                findings::triage_finding(scope.core(), scope.actor()?, input.into()).await;
            scope.settle(outcome).await
        })
        .await
    }
}
