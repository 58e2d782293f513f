//! Nobody learns from outside whether an address or a tenant is known, or whether somebody else has asked.

use super::fixture::{
    ask, ask_as_program, grown, links, open, press, requests_of_the_platform, rows, seen,
};
use crate::both_modes;
use crate::harness::Tenant;
use crate::privacy::requests::fixture::{Office, VIEWER};
use reqwest::StatusCode;
use serde_json::json;
use xorb_entities::privacy::RequestState;

/// As long as the known one, so that sizes can be compared.
const NOBODY: &str = "nora@office.example";

/// Action, outcome, whether it names an object, and how long each payload is; of the newest events.
async fn trail(tenant: &Tenant, newest: i64) -> Vec<(String, String, bool, String)> {
    let tx = tenant.core.db.read(&tenant.owner.scope).await.unwrap();
    let sql = "SELECT action, outcome, object, actor_kind, (SELECT COALESCE(sum(length(ciphertext)), 0) FROM audit_payloads \
               WHERE audit_payloads.tenant_id = $1 AND audit_payloads.seq = audit_events.seq) AS size \
               FROM audit_events WHERE tenant_id = $1 ORDER BY seq DESC LIMIT $2";
    let rows = tx
        .query(sql, [tx.tenant_id().into(), newest.into()])
        .await
        .unwrap();
    rows.iter()
        .map(|row| {
            let object: Option<String> = row.try_get("", "object").unwrap();
            let size: i64 = row.try_get("", "size").unwrap();
            let kind: String = row.try_get("", "actor_kind").unwrap();
            (
                row.try_get("", "action").unwrap(),
                row.try_get("", "outcome").unwrap(),
                object.is_some(),
                format!("{kind}: {size} bytes"),
            )
        })
        .collect()
}

/// How many bytes are sealed for the newest request: its vault and its letter.
async fn sealed_bytes(tenant: &Tenant) -> (i64, i64) {
    let tx = tenant.core.db.read(&tenant.owner.scope).await.unwrap();
    let newest = async |table: &str, column: &str| {
        let sql = format!(
            "SELECT CAST(length({column}) AS BIGINT) AS size FROM {table} WHERE tenant_id = $1 ORDER BY created_at DESC, id DESC LIMIT 1"
        );
        let rows = tx.query(sql, [tx.tenant_id().into()]).await.unwrap();
        rows[0].try_get::<i64>("", "size").unwrap()
    };
    let vault = newest("data_subject_requests", "identity_ciphertext").await;
    (vault, newest("outgoing_mails", "ciphertext").await)
}

both_modes! {
    async fn a_known_and_an_unknown_address_are_treated_alike(app: &TestApp) {
        assert_eq!(VIEWER.len(), NOBODY.len());
        let office = Office::open(app).await;
        let mut seen_from_outside = Vec::new();
        let mut left_inside = Vec::new();
        for email in [VIEWER, NOBODY] {
            app.clock.advance(chrono::TimeDelta::seconds(1));
            let mails = app.mails_to(email).len();
            let before = rows(&office.tenant).await;
            let page = ask(app, "office", email).await.comparable();
            let json = ask_as_program(app, "office", &json!({ "email": email })).await.comparable();
            let grown = grown(&before, &rows(&office.tenant).await);
            let events = grown.iter().find(|(table, _)| *table == "audit_events").unwrap().1;
            seen_from_outside.push((page, json));
            left_inside.push((
                trail(&office.tenant, events).await,
                sealed_bytes(&office.tenant).await,
                grown,
                links(app, email).await.len(),
                app.mails_to(email).len() - mails,
            ));
        }
        assert_eq!(seen_from_outside[0], seen_from_outside[1]);
        assert_eq!(left_inside[0], left_inside[1]);
        assert_eq!(left_inside[0].4, 2, "a letter for each request");
        assert!(left_inside[0].0.iter().any(|(action, ..)| action == "request.created"));
    }

    async fn a_tenant_that_is_not_there_looks_like_one_that_is(app: &TestApp) {
        let office = Office::open(app).await;
        let before = rows(&office.tenant).await;
        for path in ["/privacy/SLUG", "/privacy/SLUG?lang=de"] {
            let page = async |slug: &str| {
                let (status, headers, text) = open(app, &path.replace("SLUG", slug)).await.comparable();
                (status, headers, text.replace(slug, "SLUG"))
            };
            assert_eq!(page("office").await, page("nosuch").await);
            assert_eq!(page("office").await, page("canary").await);
        }
        let known = [ask(app, "office", VIEWER).await, ask_as_program(app, "office", &json!({ "email": VIEWER })).await];
        links(app, VIEWER).await;
        let after = rows(&office.tenant).await;
        let unknown = [ask(app, "nosuch", VIEWER).await, ask_as_program(app, "nosuch", &json!({ "email": VIEWER })).await];
        for (known, unknown) in known.iter().zip(&unknown) {
            assert_eq!(known.comparable(), unknown.comparable());
        }
        assert_eq!(ask(app, "canary", VIEWER).await.comparable(), known[0].comparable());
        assert_ne!(before, after);
        assert_eq!(rows(&office.tenant).await, after, "nothing is stored");
        assert_eq!(requests_of_the_platform(app).await, 0);
        assert_eq!(links(app, VIEWER).await.len(), 2);
    }

    async fn somebody_who_asks_in_another_s_name_delays_and_learns_nothing(app: &TestApp) {
        let office = Office::open(app).await;
        let first = ask(app, "office", VIEWER).await.comparable();
        for _ in 0..5 {
            assert_eq!(ask(app, "office", VIEWER).await.comparable(), first);
        }
        // The person comes after the attacker has used up all letters.
        assert_eq!(ask(app, "office", VIEWER).await.comparable(), first);
        let own = office.asked().await;
        assert_eq!(own.state, RequestState::Planned, "through their account nothing stands in the way");
        let letters = links(app, VIEWER).await;
        assert_eq!(letters.len(), 3);
        press(app, &letters[0]).await.assert_says(StatusCode::OK, "Your request is confirmed");
        let before: Vec<_> = seen(&office).await.into_iter().filter(|request| request.state == RequestState::Planned).collect();
        assert_eq!(before.len(), 2);
        for email in [VIEWER, NOBODY] {
            assert_eq!(ask(app, "office", email).await.comparable(), first, "also now that it is confirmed");
        }
        for request in before {
            assert_eq!(office.now(&request).await, request);
        }
        app.run_jobs().await;
    }
}
