//! Every operation that takes an id is called with another company's ids. The list comes from the schema: an operation
//! without a case fails.

use super::SchemaClient;
use super::places_of_ids;
use super::schema_client::codes;
use crate::both_modes;
use crate::fixtures::weak_web_server;
use crate::harness::{Tenant, TestApp};
use crate::scans::fixture::{queue_scan, quick_scan};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use xorb_domain::assets;
use xorb_domain::scans::{CancelScan, cancel_scan, start_scan};
use xorb_entities::ids::{AssetId, FindingId, JobId, ScanId, SessionId, UserId};

/// What one company has, by their public ids.
struct Belongings {
    asset: String,
    waiting_scan: String,
    ended_scan: String,
    finding: String,
    job: String,
    user: String,
    session: String,
}

/// A place that takes an id, and a document that gives it one.
struct Case {
    place: &'static str,
    document: &'static str,
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

fn cases(theirs: &Belongings) -> Vec<Case> {
    let (asset, scan, finding) = (&theirs.asset, &theirs.waiting_scan, &theirs.finding);
    let (job, user, session) = (&theirs.job, &theirs.user, &theirs.session);
    let all = [asset, scan, &theirs.ended_scan, finding, job, user];
    let not_found = |place, document, variables| Case {
        place,
        document,
        variables,
        answer: Answer::NotFound,
    };
    let gives = |place, document, variables, data| Case {
        place,
        document,
        variables,
        answer: Answer::Data(data),
    };
    let mut cases = vec![
        not_found(
            "Query.asset(id)",
            "query($id: ID!) { asset(id: $id) { id } }",
            json!({ "id": asset }),
        ),
        not_found(
            "Query.scan(id)",
            "query($id: ID!) { scan(id: $id) { id } }",
            json!({ "id": scan }),
        ),
        not_found(
            "Query.finding(id)",
            "query($id: ID!) { finding(id: $id) { id } }",
            json!({ "id": finding }),
        ),
        not_found(
            "Query.job(id)",
            "query($id: ID!) { job(id: $id) { id } }",
            json!({ "id": job }),
        ),
        gives(
            "Query.nodes(ids)",
            "query($ids: [ID!]!) { nodes(ids: $ids) { id } }",
            json!({ "ids": all }),
            json!({ "nodes": [null, null, null, null, null, null] }),
        ),
        gives(
            "Query.scans(filter.assetId)",
            "query($id: ID!) { scans(filter: { assetId: $id }) { totalCount nodes { id } } }",
            json!({ "id": asset }),
            json!({ "scans": { "totalCount": 0, "nodes": [] } }),
        ),
        gives(
            "Query.findings(filter.assetId)",
            "query($id: ID!) { findings(filter: { assetId: $id }) { totalCount nodes { id } } }",
            json!({ "id": asset }),
            json!({ "findings": { "totalCount": 0, "nodes": [] } }),
        ),
        gives(
            "Query.findings(filter.scanId)",
            "query($id: ID!) { findings(filter: { scanId: $id }) { totalCount nodes { id } } }",
            json!({ "id": theirs.ended_scan }),
            json!({ "findings": { "totalCount": 0, "nodes": [] } }),
        ),
        gives(
            "Query.auditEvents(filter.actorId)",
            "query($id: ID!) { auditEvents(filter: { actorId: $id }) { totalCount nodes { seq } } }",
            json!({ "id": user }),
            json!({ "auditEvents": { "totalCount": 0, "nodes": [] } }),
        ),
        not_found(
            "Subscription.scanUpdated(scanId)",
            "subscription($id: ID!) { scanUpdated(scanId: $id) { id } }",
            json!({ "id": scan }),
        ),
        not_found(
            "Subscription.jobUpdated(jobId)",
            "subscription($id: ID!) { jobUpdated(jobId: $id) { id } }",
            json!({ "id": job }),
        ),
    ];
    cases.extend(all.map(|id| {
        not_found(
            "Query.node(id)",
            "query($id: ID!) { node(id: $id) { id } }",
            json!({ "id": id }),
        )
    }));
    cases.extend(
        mutations(theirs)
            .map(|(place, document, input)| not_found(place, document, json!({ "input": input }))),
    );
    assert!(session.starts_with("session_"));
    cases
}

fn mutations(theirs: &Belongings) -> [(&'static str, &'static str, Value); 11] {
    let Belongings {
        asset,
        waiting_scan,
        finding,
        job,
        user,
        session,
        ..
    } = theirs;
    [
        (
            "Mutation.verifyAsset(input.assetId)",
            "mutation($input: VerifyAssetInput!) { verifyAsset(input: $input) { userErrors { code } } }",
            json!({ "assetId": asset, "method": "HTTP_FILE" }),
        ),
        (
            "Mutation.updateAsset(input.assetId)",
            "mutation($input: UpdateAssetInput!) { updateAsset(input: $input) { userErrors { code } } }",
            json!({ "assetId": asset, "name": "Ours" }),
        ),
        (
            "Mutation.deleteAsset(input.assetId)",
            "mutation($input: DeleteAssetInput!) { deleteAsset(input: $input) { userErrors { code } } }",
            json!({ "assetId": asset }),
        ),
        (
            "Mutation.startScan(input.assetId)",
            "mutation($input: StartScanInput!) { startScan(input: $input) { userErrors { code } } }",
            json!({ "assetId": asset, "profile": "QUICK" }),
        ),
        (
            "Mutation.cancelScan(input.scanId)",
            "mutation($input: CancelScanInput!) { cancelScan(input: $input) { userErrors { code } } }",
            json!({ "scanId": waiting_scan }),
        ),
        (
            "Mutation.triageFinding(input.findingId)",
            "mutation($input: TriageFindingInput!) { triageFinding(input: $input) { userErrors { code } } }",
            json!({ "findingId": finding, "state": "CONFIRMED", "note": "ours" }),
        ),
        (
            "Mutation.cancelJob(input.jobId)",
            "mutation($input: CancelJobInput!) { cancelJob(input: $input) { userErrors { code } } }",
            json!({ "jobId": job }),
        ),
        (
            "Mutation.retryJob(input.jobId)",
            "mutation($input: RetryJobInput!) { retryJob(input: $input) { userErrors { code } } }",
            json!({ "jobId": job }),
        ),
        (
            "Mutation.revokeSession(input.sessionId)",
            "mutation($input: RevokeSessionInput!) { revokeSession(input: $input) { userErrors { code } } }",
            json!({ "sessionId": session }),
        ),
        (
            "Mutation.updateUserRoles(input.userId)",
            "mutation($input: UpdateUserRolesInput!) { updateUserRoles(input: $input) { userErrors { code } } }",
            json!({ "userId": user, "roles": ["VIEWER"] }),
        ),
        (
            "Mutation.deactivateUser(input.userId)",
            "mutation($input: DeactivateUserInput!) { deactivateUser(input: $input) { userErrors { code } } }",
            json!({ "userId": user }),
        ),
    ]
}

/// A company with one of everything.
async fn company(app: &TestApp, slug: &str) -> (Tenant, Belongings) {
    let tenant = Tenant::sign_up(app, slug).await;
    let server = weak_web_server().await;
    let ended = queue_scan(&tenant, &server).await;
    app.run_jobs().await;
    let asset = assets::asset(&tenant.reads(), ended.asset_id)
        .await
        .unwrap();
    let waiting = start_scan(&tenant.core, &tenant.owner, quick_scan(&asset))
        .await
        .unwrap();
    let finding = SchemaClient::owner(&tenant)
        .data("{ findings(first: 1) { nodes { id } } }", json!({}))
        .await;
    let finding = finding["findings"]["nodes"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(finding.parse::<FindingId>().is_ok());
    let belongings = Belongings {
        asset: AssetId::from(asset.id).to_string(),
        waiting_scan: ScanId::from(waiting.id).to_string(),
        ended_scan: ScanId::from(ended.id).to_string(),
        finding,
        job: JobId::from(waiting.job_id.unwrap()).to_string(),
        user: UserId::from(tenant.owner.user_id.unwrap()).to_string(),
        session: SessionId::from(tenant.owner.session_id.unwrap()).to_string(),
    };
    (tenant, belongings)
}

/// All that a company sees of itself, and the head of its trail, which every change moves.
async fn look_around(tenant: &Tenant) -> Value {
    let document = "{ assets(first: 100) { nodes { id name version verification { state } } } \
                    scans(first: 100) { nodes { id state job { id state attempt } steps { state } } } \
                    findings(first: 100) { nodes { id state version lastSeenAt } } \
                    jobs(first: 100) { nodes { id state } } \
                    users(first: 100) { nodes { id roles status } } \
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

        let covered: BTreeSet<String> = cases.iter().map(|case| case.place.to_owned()).collect();
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
