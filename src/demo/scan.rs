//! The first main job: proof of ownership, a queued scan, its findings.

use std::time::Instant;

use anyhow::bail;
use serde_json::{Value, json};

use super::api::{Api, list, number, take, text};
use super::screen::Screen;
use super::{WeakSite, job};

const SCAN: &str = "query($id: ID!) { scan(id: $id) { state steps { engine state findingCount } \
    findings(first: 100) { totalCount nodes { id version severity cvssScore title location } } } }";

/// Has the site scanned; the findings, worst first.
pub(crate) async fn scan(
    olga: &Api,
    screen: &mut Screen,
    site: &WeakSite,
) -> anyhow::Result<Vec<Value>> {
    let asset = create_asset(olga, screen, site).await?;
    let asset_id = text(&asset, "/id")?;
    refuse(olga, screen, &asset_id).await?;
    prove(olga, screen, site, &asset).await?;

    screen.step("startScan again: the scan is a job now, and a worker takes it");
    let begun = Instant::now();
    let input = json!({ "assetId": asset_id, "profile": "QUICK" });
    let started = olga
        .mutate("startScan", "scan { id state job { id } }", input)
        .await?;
    let scan_id = text(&started, "/scan/id")?;
    screen.line(&format!("{scan_id} is {}", text(&started, "/scan/state")?));
    job::watch(olga, screen, &text(&started, "/scan/job/id")?).await?;
    let mut scan = olga.ask(SCAN, json!({ "id": scan_id })).await?;
    screen.line(&format!(
        "{} after {:.1} s: {} steps, {} findings",
        text(&scan, "/scan/state")?,
        begun.elapsed().as_secs_f64(),
        list(&scan, "/scan/steps").len(),
        number(&scan, "/scan/findings/totalCount"),
    ));
    let mut findings = match scan.pointer_mut("/scan/findings/nodes").map(Value::take) {
        Some(Value::Array(findings)) if !findings.is_empty() => findings,
        _ => bail!("the scan found nothing on a site that is weak on purpose"),
    };
    let title = |finding: &Value| text(finding, "/title").unwrap_or_default();
    findings.sort_by(|one, other| {
        let by_score = score(other).total_cmp(&score(one));
        by_score.then_with(|| title(one).cmp(&title(other)))
    });
    show(screen, &findings);
    Ok(findings)
}

async fn create_asset(olga: &Api, screen: &mut Screen, site: &WeakSite) -> anyhow::Result<Value> {
    screen.step(
        "createAsset: a web site, which this demo has just started and which is weak on purpose",
    );
    let input = json!({ "name": "Harbour Books, shop", "kind": "WEB", "address": site.url() });
    let mut created = olga
        .mutate(
            "createAsset",
            "asset { id address verification { token } }",
            input,
        )
        .await?;
    let asset = take(&mut created, "asset");
    screen.line(&format!(
        "{} is {}",
        text(&asset, "/address")?,
        text(&asset, "/id")?
    ));
    Ok(asset)
}

async fn refuse(olga: &Api, screen: &mut Screen, asset_id: &str) -> anyhow::Result<()> {
    screen.step("startScan: refused, because nothing is scanned without proof of ownership");
    let input = json!({ "assetId": asset_id, "profile": "QUICK" });
    match olga.change("startScan", "scan { id }", input).await? {
        Err(refusal) => {
            screen.line(&format!("{}: {}", refusal.code, refusal.message));
            Ok(())
        }
        Ok(_) => bail!("an asset without proof was accepted for a scan"),
    }
}

async fn prove(
    olga: &Api,
    screen: &mut Screen,
    site: &WeakSite,
    asset: &Value,
) -> anyhow::Result<()> {
    screen.step("verifyAsset: the site shows the token that XORB asked for");
    let token = text(asset, "/verification/token")?;
    site.publish(&token);
    let input = json!({ "assetId": text(asset, "/id")?, "method": "HTTP_FILE" });
    let verified = olga
        .mutate("verifyAsset", "asset { verification { state } }", input)
        .await?;
    screen.line(&format!(
        "{token} at /.well-known/xorb-challenge.txt: {}",
        text(&verified, "/asset/verification/state")?
    ));
    Ok(())
}

fn show(screen: &Screen, findings: &[Value]) {
    let cell = |finding: &Value, pointer| text(finding, pointer).unwrap_or_default();
    let rows: Vec<_> = findings
        .iter()
        .map(|finding| {
            [
                cell(finding, "/severity"),
                format!("{:.1}", score(finding)),
                cell(finding, "/title"),
                cell(finding, "/location"),
            ]
        })
        .collect();
    screen.table(["SEVERITY", "CVSS", "FINDING", "WHERE"], &rows);
}

fn score(finding: &Value) -> f64 {
    finding["cvssScore"].as_f64().unwrap_or_default()
}
