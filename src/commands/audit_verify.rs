//! `xorb audit verify`: whole trails against the database and the checkpoints outside it. Also while the service runs.

use std::path::Path;

use anyhow::{Context, bail};
use xorb_domain::audit::{TrailReport, default_file, verify_trails};
use xorb_domain::settings::Settings;

use crate::application::Application;
use crate::startup::{self, DatabaseState, Sources};

/// Verifies the trail of the tenant `slug`, or of all; `checkpoint` is the file outside the database, by default this
/// installation's own.
///
/// # Errors
/// If a trail is broken, after all have been looked at; if something can't be read.
pub(crate) async fn audit_verify(
    settings: Settings,
    slug: Option<&str>,
    checkpoint: Option<&Path>,
) -> anyhow::Result<()> {
    if let DatabaseState::NotYet { detail, .. } = startup::look(&settings).await? {
        bail!(detail);
    }
    let outside = match checkpoint {
        Some(file) => {
            let found = std::fs::metadata(file);
            found.with_context(|| format!("{} can't be read", file.display()))?;
            file.to_owned()
        }
        None => default_file(&settings),
    };
    let application = Application::build(settings, Sources::of_this_machine()).await?;
    let mut broken = 0_u32;
    let report = |report: TrailReport| {
        broken += u32::from(!report.verdict.holds());
        print(&report);
    };
    verify_trails(application.core(), slug, &outside, report).await?;
    if broken > 0 {
        bail!("{broken} of the audit trails are broken");
    }
    Ok(())
}

fn print(TrailReport { slug, verdict }: &TrailReport) {
    match verdict.broken {
        Some(broken) => println!(
            "BROKEN  {slug}: first bad seq {}: {}",
            broken.seq, broken.reason
        ),
        None => println!(
            "ok      {slug}: {} events, {} checkpoints outside the database",
            verdict.verified_seq, verdict.outside_checkpoints
        ),
    }
    if verdict.unreadable_lines > 0 {
        println!(
            "        note: {} lines of the checkpoint file can't be read (a crash can tear the last line)",
            verdict.unreadable_lines
        );
    }
}
