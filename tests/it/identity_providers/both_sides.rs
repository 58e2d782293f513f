//! Log-in, rotation of the provider's keys, and logout from both sides.

use std::time::Duration;

use serde_json::json;

use super::real_provider::Make;
use super::site::{ACCOUNT, Landed, Site};

const MIA: &str = "mia@acme.example";

fn session(landed: &Landed) -> &str {
    landed
        .session
        .as_deref()
        .unwrap_or_else(|| panic!("no session: {landed:?}"))
}

async fn people_log_in_and_out_from_both_sides(make: Make) {
    let site = Site::new(make).await;
    let first = site.log_in().await;
    assert_eq!(site.who(session(&first)).await.as_deref(), Some(MIA));

    // New keys without overlap: the next log-in meets a key that nobody knows yet.
    site.provider.rotate_keys().await;
    let second = site.log_in().await;
    assert_eq!(site.who(session(&second)).await.as_deref(), Some(MIA));

    let people = site
        .owner
        .graphql("{ users(first: 10) { totalCount } }", json!({}))
        .await;
    assert_eq!(people.data("/users/totalCount"), 2, "it is the same person");

    // From here: the person leaves, and is led to the provider's own logout.
    let answer = site
        .ask(
            session(&second),
            "mutation { logOut { providerLogoutUri userErrors { code } } }",
        )
        .await;
    let there = answer["data"]["logOut"]["providerLogoutUri"]
        .as_str()
        .unwrap_or_else(|| panic!("{answer}"))
        .to_owned();
    assert_eq!(site.who(session(&second)).await, None);
    let back = site.provider.log_out(&there, ACCOUNT).await;
    assert_eq!(site.get(&back, None).await.status, 200);

    // From there: the provider tells of it, and whoever is still logged in here is out.
    let told = async {
        while site.who(session(&first)).await.is_some() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), told)
        .await
        .expect("the provider's logout ends the session");
}

#[tokio::test]
async fn people_log_in_and_out_from_both_sides_with_oidc_provider() {
    people_log_in_and_out_from_both_sides(Make::OidcProvider).await;
}

#[tokio::test]
async fn people_log_in_and_out_from_both_sides_with_glewlwyd() {
    people_log_in_and_out_from_both_sides(Make::Glewlwyd).await;
}
