//! Every operation that is built passes the gate and the cost limit with its longest pages.

use async_graphql::Variables;
use async_graphql::parser::types::DocumentOperations;
use serde_json::json;
use xorb_api::cost::CostRules;
use xorb_api::gate::{GateLimits, admit};
use xorb_api::graphql::sdl;

use super::operations;
use super::validity::is_built;

/// The default of `graphql.max_complexity`.
const LIMIT: u64 = 5_000;

#[test]
fn every_operation_passes_at_a_hundred_items() {
    let rules = CostRules::from_sdl(&sdl()).unwrap();
    let variables = Variables::from_json(json!({ "first": 100 }));
    for operation in operations()
        .iter()
        .filter(|operation| is_built(&operation.name))
    {
        let name = &operation.name;
        let admitted = admit(&operation.document, None, &GateLimits::default())
            .unwrap_or_else(|refusal| panic!("{name}: {}", refusal.error));
        let DocumentOperations::Multiple(found) = &admitted.document.operations else {
            panic!("{name} has its name");
        };
        let definition = &found[name.as_str()].node;
        let cost = rules.cost(&admitted.document, definition, &variables, LIMIT);
        assert!(cost.is_ok(), "{name}: {}", cost.unwrap_err());
    }
}

/// Each is short by nature: bounded by the code, never by what a tenant has stored.
#[test]
fn lists_without_pages_are_reviewed() {
    let reviewed = [
        "Asset.findingCounts",
        "DataSubjectRequest.messages",
        "DataSubjectRequest.tasks",
        "DataSubjectRequestPlan.conflicts",
        "DataSubjectRequestPlan.items",
        "IdentityProvider.groupRoles",
        "IdentityProvider.trustedDomains",
        "IdentityProviderReport.checks",
        "LogInOptions.identityProviders",
        "Query.dataSubjectRequestCounts",
        "Query.findingCounts",
        "Query.tenantDomains",
        "Scan.findingCounts",
        "Scan.steps",
        "User.customRoles",
        "Viewer.linkedIdentities",
        "Viewer.passkeys",
        "WebhookEndpoint.signingKeys",
    ];
    let lists = CostRules::from_sdl(&sdl()).unwrap().unpaged_lists();
    let unknown: Vec<_> = lists
        .iter()
        .filter(|list| !list.ends_with("Payload.userErrors") && !reviewed.contains(&list.as_str()))
        .collect();
    assert!(
        unknown.is_empty(),
        "page these, or review them: {unknown:?}"
    );
}
