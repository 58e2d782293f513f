//! A second person, who leaves traces as people do: an account, a session, a mail, a decision, and a colleague's note.

use anyhow::anyhow;
use serde_json::{Value, json};

use super::api::{Api, text};
use super::mailbox::Mailbox;
use super::names::Names;
use super::screen::Screen;
use super::sign_up::log_in;

/// Invites Ben, who accepts, logs in and works; Olga writes about him.
pub(crate) async fn work_together(
    olga: &Api,
    screen: &mut Screen,
    names: &Names,
    mailbox: &Mailbox,
    findings: &[Value],
) -> anyhow::Result<()> {
    invite(olga, screen, names, mailbox).await?;
    screen.step("Ben works: what people do leaves traces of them");
    let ben = olga.with_token(&log_in(olga, names, &names.ben).await?);
    let mut findings = findings.iter();
    let mut next = || {
        findings
            .next()
            .ok_or_else(|| anyhow!("there are too few findings"))
    };
    let (first, second) = (next()?, next()?);
    triage(
        &ben,
        first,
        &format!("Confirmed. Questions to {}", names.ben),
    )
    .await?;
    screen.line("he logs in and confirms the first finding, with his address in the note");
    let note = format!(
        "Talked to {}, who will mend it; not to jo{}",
        names.ben, names.ben
    );
    triage(olga, second, &note).await?;
    screen.line(&format!("Olga's note on the second: \"{note}\""));
    Ok(())
}

async fn invite(
    olga: &Api,
    screen: &mut Screen,
    names: &Names,
    mailbox: &Mailbox,
) -> anyhow::Result<()> {
    screen.step("inviteUser, acceptInvitation: Ben joins, through the link in his mail");
    let input = json!({ "email": names.ben, "roles": ["SECURITY_ANALYST"] });
    olga.mutate("inviteUser", "invitation { id }", input)
        .await?;
    let mail = mailbox
        .wait_for(&names.ben, |text| text.contains("?token="))
        .await?;
    let token = mail
        .split("?token=")
        .nth(1)
        .and_then(|rest| rest.split_whitespace().next())
        .ok_or_else(|| anyhow!("the invitation's mail has no link"))?;
    let input = json!({ "token": token, "password": names.password, "displayName": "Ben" });
    olga.anonymously()
        .mutate("acceptInvitation", "session { expiresAt }", input)
        .await?;
    screen.line(&format!("{} is a user, role SECURITY_ANALYST", names.ben));
    Ok(())
}

async fn triage(who: &Api, finding: &Value, note: &str) -> anyhow::Result<()> {
    let input = json!({
        "findingId": text(finding, "/id")?, "state": "CONFIRMED", "note": note,
        "expectedVersion": finding["version"],
    });
    who.mutate("triageFinding", "finding { id }", input).await?;
    Ok(())
}
