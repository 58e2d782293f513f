//! The second main job: a person is erased, by request through the API, by a worker, with proof.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, bail, ensure};
use serde_json::{Value, json};
use xorb_domain::privacy::certificate::{
    CertificateContent, subject_commitment, verify_certificate,
};

use super::api::{Api, list, number, take, text};
use super::job;
use super::mailbox::Mailbox;
use super::names::Names;
use super::screen::Screen;

const PLAN: &str = "query($id: ID!) { dataSubjectRequest(id: $id) { \
    plan { hash items { location strategy rows } conflicts { message } } } }";
const RESULT: &str = "query($id: ID!) { dataSubjectRequest(id: $id) { \
    state tasks { rows } certificate { jws } } }";
const TRAIL: &str = "{ auditTrail { headSeq verified brokenAt } }";

/// Who is erased, by whom, and where the proof goes.
pub(crate) struct Erasure<'a> {
    pub(crate) olga: &'a Api,
    pub(crate) names: &'a Names,
    pub(crate) mailbox: &'a Mailbox,
    pub(crate) data_dir: &'a Path,
    /// The public keys.
    pub(crate) keys: &'a Path,
}

/// Erases Ben; the file with the certificate.
pub(crate) async fn erase(of: &Erasure<'_>, screen: &mut Screen) -> anyhow::Result<PathBuf> {
    let request_id = ask(of, screen).await?;
    let plan_hash = plan(of, screen, &request_id).await?;
    let job_id = approve(of, screen, &request_id, &plan_hash).await?;
    let jws = execute(of, screen, &request_id, &job_id).await?;
    let file = certify(of, screen, &jws).await?;
    look_for(of, screen).await?;
    Ok(file)
}

async fn ask(of: &Erasure<'_>, screen: &mut Screen) -> anyhow::Result<String> {
    screen.step("createDataSubjectRequest: Ben leaves and wants to be erased (Art. 17 GDPR)");
    let input = json!({ "right": "ERASURE", "subject": { "email": of.names.ben } });
    let created = of
        .olga
        .mutate(
            "createDataSubjectRequest",
            "request { id state dueAt }",
            input,
        )
        .await?;
    let id = text(&created, "/request/id")?;
    screen.line(&format!(
        "{id} is {}, to be answered by {}",
        text(&created, "/request/state")?,
        day(&text(&created, "/request/dueAt")?)
    ));
    Ok(id)
}

/// The day of an instant, in UTC.
fn day(instant: &str) -> &str {
    instant.split('T').next().unwrap_or(instant)
}

async fn plan(of: &Erasure<'_>, screen: &mut Screen, request_id: &str) -> anyhow::Result<String> {
    screen.step("verifyDataSubjectRequest: Olga has seen him, and the plan follows");
    let input =
        json!({ "requestId": request_id, "method": "IN_PERSON", "evidence": "in the office" });
    of.olga
        .mutate("verifyDataSubjectRequest", "request { state }", input)
        .await?;
    let mut answer = of.olga.ask(PLAN, json!({ "id": request_id })).await?;
    let plan = &take(&mut take(&mut answer, "dataSubjectRequest"), "plan");
    let rows: Vec<_> = list(plan, "/items")
        .iter()
        .filter(|item| number(item, "/rows") > 0)
        .map(|item| {
            [
                text(item, "/location").unwrap_or_default(),
                number(item, "/rows").to_string(),
                text(item, "/strategy").unwrap_or_default(),
            ]
        })
        .collect();
    ensure!(!rows.is_empty(), "the plan has found nothing of Ben");
    screen.table(["WHERE", "ROWS", "WHAT BECOMES OF THEM"], &rows);
    let hash = text(plan, "/hash")?;
    screen.line(&format!("the plan's hash: {hash}"));
    Ok(hash)
}

async fn approve(
    of: &Erasure<'_>,
    screen: &mut Screen,
    request_id: &str,
    plan_hash: &str,
) -> anyhow::Result<String> {
    screen.step(
        "stepUp, approveDataSubjectRequest: Olga proves again who she is, and approves that hash",
    );
    let input = json!({ "password": of.names.password });
    of.olga.mutate("stepUp", "validUntil", input).await?;
    let input = json!({ "requestId": request_id, "planHash": plan_hash });
    let approved = of
        .olga
        .mutate(
            "approveDataSubjectRequest",
            "request { state job { id } }",
            input,
        )
        .await?;
    screen.line(&format!(
        "{}; there is no second officer here, so the certificate will say that one person did both",
        text(&approved, "/request/state")?
    ));
    text(&approved, "/request/job/id")
}

/// The certificate.
async fn execute(
    of: &Erasure<'_>,
    screen: &mut Screen,
    request_id: &str,
    job_id: &str,
) -> anyhow::Result<String> {
    screen.step(
        "The worker erases, then a second search with planted canaries looks for what is left",
    );
    let begun = Instant::now();
    job::watch(of.olga, screen, job_id).await?;
    let mut answer = of.olga.ask(RESULT, json!({ "id": request_id })).await?;
    let request = &take(&mut answer, "dataSubjectRequest");
    let counts = list(request, "/tasks").iter();
    let counts: Vec<u64> = counts
        .map(|task| number(task, "/rows"))
        .filter(|rows| *rows > 0)
        .collect();
    let rows: u64 = counts.iter().sum();
    screen.line(&format!(
        "{} after {:.1} s: {rows} rows in {} places",
        text(request, "/state")?,
        begun.elapsed().as_secs_f64(),
        counts.len()
    ));
    text(request, "/certificate/jws").context("there is no certificate")
}

async fn certify(of: &Erasure<'_>, screen: &mut Screen, jws: &str) -> anyhow::Result<PathBuf> {
    screen.step("xorb certificate verify: offline, with the public keys and Ben's letter");
    let file = of
        .data_dir
        .join(format!("certificate-{}.jws", of.names.slug));
    fs::write(&file, jws)?;
    let keys = fs::read_to_string(of.keys)?;
    let content = verify_certificate(jws, &keys)?;
    // The letter with a salt that leads from Ben's address to this certificate.
    of.mailbox
        .wait_for(&of.names.ben, |letter| {
            is_about(&content, letter, &of.names.ben)
        })
        .await?;
    let (found, planted) = content.scan.canaries();
    screen.line("genuine, and with the salt of the letter it is shown to be about Ben");
    screen.line(&format!(
        "nothing of him in {} places, {} bytes read; {found} of {planted} canaries found",
        content.scan.locations.len(),
        content.scan.bytes()
    ));
    let not_attested: Vec<_> = content
        .stores_not_attested
        .iter()
        .map(|store| store.location.as_str())
        .collect();
    screen.line(&format!("not attested: {}", not_attested.join(", ")));
    match verify_certificate(&changed(jws), &keys) {
        Err(problem) => screen.line(&format!("with one letter changed: {problem}")),
        Ok(_) => bail!("a certificate was believed that had been changed"),
    }
    Ok(file)
}

/// The certificate with another first letter in its signature.
fn changed(jws: &str) -> String {
    let (signed, signature) = jws.rsplit_once('.').unwrap_or_default();
    let first = if signature.starts_with('A') { 'B' } else { 'A' };
    let rest: String = signature.chars().skip(1).collect();
    format!("{signed}.{first}{rest}")
}

/// Does a salt in the letter lead from Ben's address to the certificate?
fn is_about(content: &CertificateContent, letter: &str, address: &str) -> bool {
    letter
        .split_whitespace()
        .filter_map(|word| {
            let mut salt = [0; 32];
            hex::decode_to_slice(word, &mut salt).ok().map(|()| salt)
        })
        .map(|salt| subject_commitment(&salt, address))
        .any(|commitment| {
            content
                .subject_commitments
                .iter()
                .any(|of| of.0 == commitment)
        })
}

/// What is left, as people would look for it.
async fn look_for(of: &Erasure<'_>, screen: &mut Screen) -> anyhow::Result<()> {
    screen.step("What is left of Ben, and of the audit trail?");
    let input = json!({
        "tenantSlug": of.names.slug, "email": of.names.ben, "password": of.names.password,
    });
    match of
        .olga
        .change("logIn", "session { expiresAt }", input)
        .await?
    {
        Err(refusal) => screen.line(&format!("his log-in: {}", refusal.code)),
        Ok(_) => bail!("Ben can still log in"),
    }
    let trail = of.olga.ask(TRAIL, json!({})).await?;
    let verified = trail
        .pointer("/auditTrail/verified")
        .and_then(Value::as_bool);
    ensure!(verified == Some(true), "the audit trail does not verify");
    screen.line(&format!(
        "the audit trail verifies, all {} events, before and after the erasure",
        number(&trail, "/auditTrail/headSeq")
    ));
    Ok(())
}
