//! The connection doctor and the management of connections, as an administrator's front end does it.
#![expect(
    clippy::semicolon_if_nothing_returned,
    reason = "each twist is one expression"
)]
#![expect(
    clippy::too_many_lines,
    reason = "one story from its beginning to its end"
)]

use serde_json::{Value, json};
use xorb_domain::identity::federation::{add_tenant_domain, verify_tenant_domain};

use super::world::{OWNER_PASSWORD, World};
use crate::contract::operation;
use crate::harness::{Client, Mode};

async fn owner(world: &World) -> Client {
    let input =
        json!({ "tenantSlug": "acme", "email": "owner@acme.example", "password": OWNER_PASSWORD });
    let client = Client::anonymous(&world.app.base());
    let query = "logIn(input: $input) { session { accessToken } userErrors { code } }";
    let answer = client.mutate("LogInInput", query, input).await;
    client.with_token(&answer.text("/logIn/session/accessToken"))
}

async fn send(client: &Client, query: &str, input: Value) -> Value {
    let answer = client.graphql(query, json!({ "input": input })).await;
    answer.data("").clone()
}

#[tokio::test]
async fn a_connection_is_made_examined_tested_and_activated() {
    for mode in [Mode::Embedded, Mode::Distributed] {
        let world = World::new(mode).await;
        let client = owner(&world).await;
        let input = json!({ "name": "Second", "issuer": world.provider.base(), "clientId": "xorb-at-acme",
            "clientSecret": "a client secret of the tests", "jitEnabled": true, "trustedDomains": ["acme.example"] });
        let made = send(&client, &operation("CreateIdentityProvider"), input).await;
        let made = &made["createIdentityProvider"]["identityProvider"];
        assert_eq!(made["state"], "DRAFT", "{made}");
        let id = json!({ "identityProviderId": made["id"] });
        let early = send(&client, &operation("ActivateIdentityProvider"), id.clone()).await;
        let early = &early["activateIdentityProvider"];
        assert_eq!(early["userErrors"][0]["code"], "INVALID_STATE", "{early}");

        world.provider.play(world.honest(world.connection));
        let tested = send(&client, &operation("TestIdentityProvider"), id.clone()).await;
        let tested = &tested["testIdentityProvider"];
        let failed: Vec<&Value> = tested["report"]["checks"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|check| check["passed"] == false)
            .collect();
        // The provider of the tests takes any code, and the doctor sees it.
        assert_eq!(failed.len(), 1, "{tested}");
        assert_eq!(failed[0]["name"], "wrong_code");
        let public: xorb_entities::ids::IdentityProviderId =
            made["id"].as_str().unwrap().parse().unwrap();
        let uri = tested["testUri"].as_str().unwrap();
        let before = world.inventory().await;
        let shown = world.log_in_at(public.uuid(), uri, None, |_| {}).await;
        assert_eq!(shown.status, 200, "{:?}", world.reason().await);
        assert!(shown.session().is_none(), "a test logs nobody in");
        assert_eq!(world.inventory().await, before);
        let active = send(&client, &operation("ActivateIdentityProvider"), id).await;
        assert_eq!(
            active["activateIdentityProvider"]["identityProvider"]["state"],
            "ACTIVE"
        );

        let all = "{ identityProviders(first: 50) { totalCount nodes { id name issuer state redirectUri loginUri groupRoles { group role } } } tenantDomains { domain state } }";
        let seen = client.graphql(all, json!({})).await;
        assert_eq!(seen.data("/identityProviders/totalCount"), 2);
        let listed = client
            .graphql(&operation("IdentityProviders"), json!({}))
            .await;
        assert_eq!(listed.data("/identityProviders/nodes/1/state"), "ACTIVE");
        assert_eq!(seen.data("/tenantDomains/0/state"), "VERIFIED");
        let options = "query($slug: String, $email: EmailAddress) { logInOptions(tenantSlug: $slug, email: $email) { passwordEnabled identityProviders { name loginUri } } }";
        let anonymous = Client::anonymous(&world.app.base());
        for (variables, expected) in [
            (json!({ "slug": "acme" }), 2),
            (json!({ "email": "nobody@acme.example" }), 2),
            (json!({ "email": "owner@ACME.example" }), 2),
            (json!({ "email": "owner@other.example" }), 0),
            (json!({ "slug": "nobody" }), 0),
            (json!({}), 0),
        ] {
            let found = anonymous.graphql(options, variables.clone()).await;
            let providers = found
                .data("/logInOptions/identityProviders")
                .as_array()
                .unwrap();
            assert_eq!(providers.len(), expected, "{variables}");
        }
        world.finish().await;
    }
}

#[tokio::test]
async fn the_doctor_says_in_words_what_is_wrong() {
    let world = World::new(Mode::Embedded).await;
    let client = owner(&world).await;
    let base = world.provider.base();
    let diagnose = async |issuer: String, twist: fn(&mut super::twist::Twist)| {
        let mut said = world.honest(world.connection);
        twist(&mut said);
        world.provider.play(said);
        let input = json!({ "name": "Sick", "issuer": issuer, "clientId": "x" });
        let made = send(&client, &operation("CreateIdentityProvider"), input).await;
        let id = json!({ "identityProviderId": made["createIdentityProvider"]["identityProvider"]["id"] });
        let tested = send(&client, &operation("TestIdentityProvider"), id).await;
        let report = &tested["testIdentityProvider"]["report"];
        assert_eq!(report["passed"], false, "{report}");
        report["checks"].to_string()
    };
    let slash = diagnose(format!("{base}/"), |_| {}).await;
    assert!(slash.contains("character by character"), "{slash}");
    let gone = diagnose(format!("{base}/nowhere"), |_| {}).await;
    assert!(gone.contains("check the issuer"), "{gone}");
    let keyless = diagnose(base.clone(), |t| t.key_set = json!({ "keys": [] })).await;
    assert!(keyless.contains("no key can be used"), "{keyless}");
    let page = diagnose(base.clone(), |t| t.discovery = json!("hello")).await;
    assert!(page.contains("not one of OpenID Connect"), "{page}");
    let inner = diagnose(base, |t| {
        t.discovery["jwks_uri"] = json!("http://169.254.169.254/")
    })
    .await;
    assert!(inner.contains("may not be reached"), "{inner}");
    world.finish().await;
}

#[tokio::test]
async fn what_can_be_no_connection_is_refused_with_a_reason() {
    let world = World::new(Mode::Embedded).await;
    let client = owner(&world).await;
    for (issuer, name, expected) in [
        ("", "x", "INVALID_INPUT"),
        ("login.example.org", "x", "INVALID_INPUT"),
        ("ftp://login.example.org", "x", "INVALID_INPUT"),
        ("https://login.example.org?x", "x", "INVALID_INPUT"),
        (
            "https://user:secret@login.example.org",
            "x",
            "INVALID_INPUT",
        ),
        ("https://169.254.169.254", "x", "ADDRESS_NOT_ALLOWED"),
        ("https://login.example.org", "", "INVALID_INPUT"),
    ] {
        let input = json!({ "name": name, "issuer": issuer, "clientId": "x" });
        let answer = send(&client, &operation("CreateIdentityProvider"), input).await;
        let errors = &answer["createIdentityProvider"]["userErrors"];
        assert_eq!(errors[0]["code"], expected, "{issuer}: {errors}");
    }
    world.finish().await;
}

#[tokio::test]
async fn a_domain_counts_once_its_record_is_found_and_for_one_company() {
    let world = World::new(Mode::Embedded).await;
    let client = owner(&world).await;
    let add = "mutation($input: AddTenantDomainInput!) { addTenantDomain(input: $input) { tenantDomain { id state recordName recordValue } userErrors { code } } }";
    let verify = "mutation($input: VerifyTenantDomainInput!) { verifyTenantDomain(input: $input) { tenantDomain { state } userErrors { code message } } }";
    let added = send(&client, add, json!({ "domain": "Shop.Example." })).await;
    let domain = added["addTenantDomain"]["tenantDomain"].clone();
    assert_eq!(domain["recordName"], "_xorb-domain.shop.example");
    let id = json!({ "tenantDomainId": domain["id"] });
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    for published in ["", "xorb-domain=somebody-else"] {
        world.names.publish(&text(&domain["recordName"]), published);
        let answer = send(&client, verify, id.clone()).await;
        let error = &answer["verifyTenantDomain"]["userErrors"][0];
        assert_eq!(error["code"], "VERIFICATION_FAILED", "{answer}");
        assert!(text(&error["message"]).contains(&text(&domain["recordValue"])));
    }
    world
        .names
        .publish(&text(&domain["recordName"]), &text(&domain["recordValue"]));
    let answer = send(&client, verify, id.clone()).await;
    assert_eq!(
        answer["verifyTenantDomain"]["tenantDomain"]["state"],
        "VERIFIED"
    );

    let other = crate::harness::Tenant::sign_up(&world.app, "rival").await;
    let theirs = add_tenant_domain(&other.core, &other.owner, "shop.example")
        .await
        .unwrap();
    world
        .names
        .publish(&theirs.record_name, &theirs.record_value);
    let refused = verify_tenant_domain(&other.core, &other.owner, theirs.id).await;
    assert_eq!(
        crate::harness::user_error(refused).0,
        xorb_domain::UserErrorCode::Taken
    );
    let remove = "mutation($input: RemoveTenantDomainInput!) { removeTenantDomain(input: $input) { removedTenantDomainId userErrors { code } } }";
    send(&client, remove, id).await;
    verify_tenant_domain(&other.core, &other.owner, theirs.id)
        .await
        .unwrap();
    world.finish().await;
}
