//! The first steps: the house is open, a company signs up, its owner logs in.

use std::time::{Duration, Instant};

use anyhow::bail;
use serde_json::json;

use super::api::{Api, text};
use super::names::Names;
use super::screen::Screen;

const PAUSE: Duration = Duration::from_millis(20);
const PATIENCE: Duration = Duration::from_secs(60);
/// So often the demo may run in one folder.
const MOST_COMPANIES: u32 = 10_000;

/// Waits until the server answers.
pub(crate) async fn wait_until_ready(
    api: &Api,
    screen: &mut Screen,
    begun: Instant,
) -> anyhow::Result<()> {
    screen.step("Start: database, queue, API and worker, all in this process");
    while !api.is_ready().await {
        if begun.elapsed() > PATIENCE {
            bail!("the server at {} is not ready after a minute", api.base());
        }
        tokio::time::sleep(PAUSE).await;
    }
    screen.line(&format!(
        "{} is ready after {} ms",
        api.base(),
        begun.elapsed().as_millis()
    ));
    Ok(())
}

/// Signs up the first company that this folder does not know yet, and logs its owner in.
pub(crate) async fn sign_up(
    api: &Api,
    screen: &mut Screen,
    password: &str,
) -> anyhow::Result<(Names, Api)> {
    screen.step("signUp: a company becomes a tenant, and Olga its owner");
    let names = sign_up_first_free(api, password).await?;
    screen.line(&format!(
        "tenant {} ({}), owner {}",
        names.slug, names.company, names.olga
    ));
    screen.step("logIn: a session of its own");
    let token = log_in(api, &names, &names.olga).await?;
    let olga = api.with_token(&token);
    let viewer = olga
        .ask("{ viewer { permissions user { roles } } }", json!({}))
        .await?;
    let permissions = super::api::list(&viewer, "/viewer/permissions");
    screen.line(&format!(
        "an access token of five minutes; as OWNER, Olga has {} permissions",
        permissions.len()
    ));
    Ok((names, olga))
}

/// An access token.
pub(crate) async fn log_in(api: &Api, names: &Names, email: &str) -> anyhow::Result<String> {
    let input = json!({ "tenantSlug": names.slug, "email": email, "password": names.password });
    let answer = api
        .anonymously()
        .mutate("logIn", "session { accessToken }", input)
        .await?;
    text(&answer, "/session/accessToken")
}

async fn sign_up_first_free(api: &Api, password: &str) -> anyhow::Result<Names> {
    for number in 1..=MOST_COMPANIES {
        let names = Names::of(number, password);
        let input = json!({
            "tenantName": names.company, "tenantSlug": names.slug, "email": names.olga,
            "password": names.password, "displayName": "Olga",
        });
        let answer = api
            .change("signUp", "viewer { tenant { id } }", input)
            .await?;
        match answer {
            Ok(_) => return Ok(names),
            Err(refusal) if refusal.code == "TAKEN" => {}
            Err(refusal) => bail!("signUp was refused: {}", refusal.message),
        }
    }
    bail!("this folder has seen too many demos: delete it")
}
