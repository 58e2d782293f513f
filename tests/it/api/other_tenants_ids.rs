//! Every operation that takes an id is called with another company's ids. The list comes from the schema: an operation
//! without a case fails.

use super::SchemaClient;
use super::company::{Belongings, company};
use super::places_of_ids;
use super::schema_client::codes;
use crate::both_modes;
use crate::harness::Tenant;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use xorb_domain::scans::{CancelScan, cancel_scan};
use xorb_entities::ids::ScanId;

/// A place that takes an id, and a document that gives it one.
struct Case {
    place: String,
    document: String,
    variables: Value,
    answer: Answer,
}

/// How it must look when there is nothing.
enum Answer {
    /// An error, and null.
    NotFound,
    /// Data without errors.
    Data(Value),
}

impl Case {
    fn by_id(field: &str, id: &str) -> Self {
        Self {
            place: format!("Query.{field}(id)"),
            document: format!("query($id: ID!) {{ {field}(id: $id) {{ id }} }}"),
            variables: json!({ "id": id }),
            answer: Answer::NotFound,
        }
    }

    fn by_ids(ids: &[&String]) -> Self {
        Self {
            place: "Query.nodes(ids)".to_owned(),
            document: "query($ids: [ID!]!) { nodes(ids: $ids) { id } }".to_owned(),
            variables: json!({ "ids": ids }),
            answer: Answer::Data(json!({ "nodes": vec![Value::Null; ids.len()] })),
        }
    }

    fn filtered(field: &str, by: &str, id: &str) -> Self {
        Self {
            place: format!("Query.{field}(filter.{by})"),
            document: format!(
                "query($id: ID!) {{ {field}(filter: {{ {by}: $id }}) {{ totalCount edges {{ cursor }} }} }}"
            ),
            variables: json!({ "id": id }),
            answer: Answer::Data(json!({ field: { "totalCount": 0, "edges": [] } })),
        }
    }

    fn followed(field: &str, by: &str, id: &str) -> Self {
        Self {
            place: format!("Subscription.{field}({by})"),
            document: format!("subscription($id: ID!) {{ {field}({by}: $id) {{ id }} }}"),
            variables: json!({ "id": id }),
            answer: Answer::NotFound,
        }
    }

    /// A mutation whose input takes the id as `by`, beside `others`.
    fn mutation(field: &str, by: &str, id: &str, others: Value) -> Self {
        let mut input = others;
        input[by] = json!(id);
        let ty = field[..1].to_uppercase() + &field[1..];
        Self {
            place: format!("Mutation.{field}(input.{by})"),
            document: format!(
                "mutation($input: {ty}Input!) {{ {field}(input: $input) {{ userErrors {{ code }} }} }}"
            ),
            variables: json!({ "input": input }),
            answer: Answer::NotFound,
        }
    }
}

fn cases(theirs: &Belongings) -> Vec<Case> {
    let (asset, scan, finding) = (&theirs.asset, &theirs.waiting_scan, &theirs.finding);
    let (job, user) = (&theirs.job, &theirs.user);
    let request = &theirs.request;
    let (endpoint, delivery) = (&theirs.endpoint, &theirs.delivery);
    let nodes = [
        asset,
        scan,
        &theirs.ended_scan,
        finding,
        job,
        user,
        request,
        endpoint,
        delivery,
        &theirs.provider,
    ];
    let mut cases = vec![
        Case::by_id("asset", asset),
        Case::by_id("scan", scan),
        Case::by_id("finding", finding),
        Case::by_id("job", job),
        Case::by_id("dataSubjectRequest", request),
        Case::by_id("webhookEndpoint", endpoint),
        Case::by_ids(&nodes),
        Case::filtered("scans", "assetId", asset),
        Case::filtered("findings", "assetId", asset),
        Case::filtered("findings", "scanId", &theirs.ended_scan),
        Case::filtered("auditEvents", "actorId", user),
        Case::followed("scanUpdated", "scanId", scan),
        Case::followed("jobUpdated", "jobId", job),
        Case::mutation(
            "verifyAsset",
            "assetId",
            asset,
            json!({ "method": "HTTP_FILE" }),
        ),
        Case::mutation("updateAsset", "assetId", asset, json!({ "name": "Ours" })),
        Case::mutation("deleteAsset", "assetId", asset, json!({})),
        Case::mutation("startScan", "assetId", asset, json!({ "profile": "QUICK" })),
        Case::mutation("cancelScan", "scanId", scan, json!({})),
        Case::mutation(
            "triageFinding",
            "findingId",
            finding,
            json!({ "state": "CONFIRMED" }),
        ),
        Case::mutation("cancelJob", "jobId", job, json!({})),
        Case::mutation("retryJob", "jobId", job, json!({})),
    ];
    cases.extend(mutations_of_people(theirs));
    cases.extend(mutations_of_requests(request));
    cases.extend(mutations_of_invitations(user, &theirs.invitation));
    cases.extend(mutations_of_roles(&theirs.role, user));
    cases.extend(mutations_of_keys(&theirs.api_key, user));
    cases.extend(mutations_of_webhooks(endpoint, delivery));
    cases.extend(mutations_of_federation(theirs));
    cases.extend(mutations_of_support(&theirs.support_grant, user));
    cases.extend(nodes.map(|id| Case::by_id("node", id)));
    cases
}

fn mutations_of_people(theirs: &Belongings) -> [Case; 6] {
    let (user, session) = (&theirs.user, &theirs.session);
    let roles = json!({ "roles": ["VIEWER"] });
    [
        Case::mutation("revokeSession", "sessionId", session, json!({})),
        Case::mutation("revokeAllSessions", "userId", user, json!({})),
        Case::mutation("removeSecondFactors", "userId", user, json!({})),
        Case::mutation("removePasskey", "passkeyId", &theirs.passkey, json!({})),
        Case::mutation("updateUserRoles", "userId", user, roles),
        Case::mutation("deactivateUser", "userId", user, json!({})),
    ]
}

fn mutations_of_requests(request: &str) -> [Case; 5] {
    [
        (
            "verifyDataSubjectRequest",
            json!({ "method": "IN_PERSON", "evidence": "Seen." }),
        ),
        (
            "approveDataSubjectRequest",
            json!({ "planHash": "0".repeat(64) }),
        ),
        (
            "refuseDataSubjectRequest",
            json!({ "ground": "UNFOUNDED", "explanation": "No." }),
        ),
        (
            "extendDataSubjectRequest",
            json!({ "months": 1, "reason": "Busy." }),
        ),
        ("withdrawDataSubjectRequest", json!({})),
    ]
    .map(|(field, others)| Case::mutation(field, "requestId", request, others))
}

fn mutations_of_webhooks(endpoint: &str, delivery: &str) -> Vec<Case> {
    let by_endpoint = [
        ("updateWebhookEndpoint", json!({ "enabled": false })),
        ("deleteWebhookEndpoint", json!({})),
        ("rotateWebhookSecret", json!({})),
        ("testWebhookEndpoint", json!({})),
    ];
    let by_delivery = Case::mutation("redeliverWebhook", "webhookDeliveryId", delivery, json!({}));
    by_endpoint
        .map(|(field, others)| Case::mutation(field, "webhookEndpointId", endpoint, others))
        .into_iter()
        .chain([by_delivery])
        .collect()
}

fn mutations_of_invitations(user: &str, invitation: &str) -> [Case; 4] {
    [
        Case::mutation("reactivateUser", "userId", user, json!({})),
        Case::mutation("transferOwnership", "userId", user, json!({})),
        Case::mutation("revokeInvitation", "invitationId", invitation, json!({})),
        Case::mutation("resendInvitation", "invitationId", invitation, json!({})),
    ]
}

fn mutations_of_roles(role: &str, user: &str) -> [Case; 4] {
    let changed = json!({ "name": "Ours", "permissions": ["scans:read"] });
    let role_id = json!({ "customRoleIds": [role] });
    [
        Case::mutation("updateCustomRole", "customRoleId", role, changed),
        Case::mutation("deleteCustomRole", "customRoleId", role, json!({})),
        Case::mutation("updateUserCustomRoles", "userId", user, role_id),
        Case::mutation(
            "updateUserCustomRoles",
            "customRoleIds",
            role,
            json!({ "userId": user }),
        ),
    ]
}

fn mutations_of_keys(key: &str, user: &str) -> [Case; 3] {
    let new = json!({ "name": "Ours", "scopes": ["scans:read"] });
    [
        Case::mutation("rotateApiKey", "apiKeyId", key, json!({})),
        Case::mutation("revokeApiKey", "apiKeyId", key, json!({})),
        Case::mutation("createApiKey", "serviceAccountId", user, new),
    ]
}

fn mutations_of_support(grant: &str, user: &str) -> [Case; 3] {
    let by = "supportAccessGrantId";
    let granted = json!({ "reason": "Ours", "hours": 1 });
    [
        Case::mutation("grantSupportAccess", "userId", user, granted),
        Case::mutation("consentToSupportAccess", by, grant, json!({})),
        Case::mutation("revokeSupportAccess", by, grant, json!({})),
    ]
}

fn mutations_of_federation(theirs: &Belongings) -> Vec<Case> {
    let of_provider = [
        "updateIdentityProvider",
        "testIdentityProvider",
        "activateIdentityProvider",
        "suspendIdentityProvider",
        "deleteIdentityProvider",
        "linkIdentityProvider",
        "unlinkIdentityProvider",
        "stepUpByIdentityProvider",
    ];
    let by = "identityProviderId";
    let of_provider =
        of_provider.map(|field| Case::mutation(field, by, &theirs.provider, json!({})));
    let of_domain = ["verifyTenantDomain", "removeTenantDomain"];
    let by = "tenantDomainId";
    let of_domain = of_domain.map(|field| Case::mutation(field, by, &theirs.domain, json!({})));
    of_provider.into_iter().chain(of_domain).collect()
}

/// All that a company sees of itself, and the head of its trail, which every change moves.
async fn look_around(tenant: &Tenant) -> Value {
    let document = "{ assets(first: 100) { nodes { id name version verification { state } } } \
                    scans(first: 100) { nodes { id state job { id state attempt } steps { state } } } \
                    findings(first: 100) { nodes { id state version lastSeenAt } } \
                    jobs(first: 100) { nodes { id state } } \
                    users(first: 100) { nodes { id roles status } } \
                    apiKeys(first: 100) { nodes { id expiresAt } } \
                    webhookEndpoints(first: 100) { nodes { id version state deliveries { nodes { id state } } } } \
                    viewer { passkeys { id } sessions(first: 100) { nodes { id } } } \
                    identityProviders(first: 100) { nodes { id version state } } tenantDomains { id state } \
                    viewer { sessions(first: 100) { nodes { id } } } \
                    auditTrail { headSeq verified } }";
    SchemaClient::owner(tenant).data(document, json!({})).await
}

both_modes! {
    async fn every_operation_that_takes_an_id_answers_as_if_there_were_nothing(app: &TestApp) {
        let (theirs, belongings) = company(app, "acme").await;
        let before = look_around(&theirs).await;
        let ours = Tenant::sign_up(app, "umbrella").await;
        let client = SchemaClient::owner(&ours);
        let cases = cases(&belongings);
        for Case { place, document, variables, answer } in &cases {
            let given = client.run(document, variables.clone()).await;
            match answer {
                Answer::NotFound => assert_eq!(codes(&given), ["NOT_FOUND"], "{place}: {given}"),
                Answer::Data(data) => {
                    assert_eq!(given, json!({ "data": data, "errors": [] }), "{place}");
                }
            }
        }
        assert_eq!(look_around(&theirs).await, before);

        let covered: BTreeSet<String> = cases.iter().map(|case| case.place.clone()).collect();
        assert_eq!(covered, places_of_ids(&xorb_api::graphql::sdl()), "give each place that takes an id a case");
        let scan_id = belongings.waiting_scan.parse::<ScanId>().unwrap().uuid();
        cancel_scan(&theirs.core, &theirs.owner, CancelScan { scan_id }).await.unwrap();
    }

    /// The negative control: with its own ids, a company gets its own things.
    async fn the_same_operations_find_what_is_there_for_its_owner(app: &TestApp) {
        let (ours, belongings) = company(app, "acme").await;
        let client = SchemaClient::owner(&ours);
        let is_read = |case: &&Case| !case.place.starts_with("Mutation");
        for Case { place, document, variables, answer } in cases(&belongings).iter().filter(is_read) {
            let given = client.run(document, variables.clone()).await;
            assert_eq!(codes(&given), Vec::<&str>::new(), "{place}: {given}");
            if let Answer::Data(nothing) = answer {
                assert_ne!(&given["data"], nothing, "{place}");
            }
        }
        let input = json!({ "scanId": belongings.waiting_scan });
        let document = "mutation($input: CancelScanInput!) { cancelScan(input: $input) { scan { state } } }";
        let cancelled = client.data(document, json!({ "input": input })).await;
        assert_eq!(cancelled, json!({ "cancelScan": { "scan": { "state": "CANCELLED" } } }));
    }
}
