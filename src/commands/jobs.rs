//! `xorb jobs list|retry|cancel|drain`: the jobs of all tenants, without their contents. Also while the service runs.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use clap::{Subcommand, ValueEnum};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use xorb_domain::Core;
use xorb_domain::identity::Actor;
use xorb_domain::jobs::{
    AllJobsFilter, JobClass, JobKind, cancel_job, count_live, find_tenant_of, list_all_jobs,
    retry_job,
};
use xorb_domain::settings::Settings;
use xorb_entities::ids::JobId;

use crate::application::Application;
use crate::startup::{self, DatabaseState, Sources};
use crate::wrong_use::WrongUse;

/// What to do with jobs.
#[derive(Debug, Subcommand)]
pub(crate) enum JobsCommand {
    /// Print jobs, the newest first
    List {
        #[command(flatten)]
        which: Which,
        /// At most so many
        #[arg(long, default_value_t = 50, value_name = "N")]
        limit: u32,
    },
    /// Run failed jobs again, with all their attempts: those that are named, or all that fit
    Retry {
        /// As `list` prints them
        #[arg(
            value_name = "JOB",
            required_unless_present = "all_failed",
            conflicts_with = "all_failed"
        )]
        jobs: Vec<JobId>,
        /// All dead letters that fit
        #[arg(long)]
        all_failed: bool,
        #[command(flatten)]
        which: Which,
    },
    /// Cancel jobs; one that runs is told within two seconds
    Cancel {
        /// As `list` prints them
        #[arg(value_name = "JOB", required = true)]
        jobs: Vec<JobId>,
    },
    /// Work here until nothing is due and nothing runs any more, beside other workers if there are some
    Drain {
        /// Fail after so long
        #[arg(long, default_value_t = 600, value_name = "SECONDS")]
        timeout: u64,
    },
}

#[derive(Debug, clap::Args)]
pub(crate) struct Which {
    /// Only this tenant's
    #[arg(long, value_name = "SLUG")]
    tenant: Option<String>,
    /// Only in this state
    #[arg(long, value_enum, value_name = "STATE")]
    state: Option<StateName>,
    /// Only of this class
    #[arg(long, value_enum, value_name = "CLASS")]
    class: Option<ClassName>,
    /// Only of this kind, such as `run_scan`
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum StateName {
    Queued,
    Running,
    Waiting,
    Succeeded,
    Failed,
    Cancelled,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ClassName {
    Erasure,
    Interactive,
    Scan,
    Webhook,
    Maintenance,
}

impl Which {
    fn filter(&self) -> anyhow::Result<AllJobsFilter> {
        let kind = match &self.kind {
            None => None,
            Some(name) => Some(name.parse::<JobKind>().map_err(|_| unknown_kind(name))?),
        };
        Ok(AllJobsFilter {
            tenant: self.tenant.clone(),
            state: self.state.map(|state| name_of(&state)),
            class: self.class.map(|class| match class {
                ClassName::Erasure => JobClass::Erasure,
                ClassName::Interactive => JobClass::Interactive,
                ClassName::Scan => JobClass::Scan,
                ClassName::Webhook => JobClass::Webhook,
                ClassName::Maintenance => JobClass::Maintenance,
            }),
            kind,
        })
    }
}

fn name_of(value: &impl ValueEnum) -> String {
    let value = value.to_possible_value();
    value.map_or_else(String::new, |value| value.get_name().to_owned())
}

fn unknown_kind(name: &str) -> WrongUse {
    let kinds: Vec<_> = JobKind::ALL.iter().map(|kind| kind.as_str()).collect();
    WrongUse::new(format!(
        "there is no kind {name}: use one of {}",
        kinds.join(", ")
    ))
}

/// Does it.
///
/// # Errors
/// If there is no such job, it can't be done with one, or the database is away.
pub(crate) async fn jobs(settings: Settings, command: &JobsCommand) -> anyhow::Result<()> {
    if let DatabaseState::NotYet { detail, .. } = startup::look(&settings).await? {
        bail!(detail);
    }
    let application = Box::pin(Application::build(settings, Sources::of_this_machine())).await?;
    let core = application.core();
    match command {
        JobsCommand::List { which, limit } => list(core, which, *limit).await,
        JobsCommand::Retry {
            jobs,
            all_failed,
            which,
        } => {
            let jobs = if *all_failed {
                failed(core, which).await?
            } else {
                jobs.clone()
            };
            retry(core, &jobs).await
        }
        JobsCommand::Cancel { jobs } => cancel(core, jobs).await,
        JobsCommand::Drain { timeout } => drain(&application, Duration::from_secs(*timeout)).await,
    }
}

async fn list(core: &Core, which: &Which, limit: u32) -> anyhow::Result<()> {
    println!(
        "{:<30} {:<20} {:<26} {:<10} {:<8} {:<25} ERROR",
        "JOB", "TENANT", "KIND", "STATE", "ATTEMPT", "MADE AT"
    );
    for job in list_all_jobs(&core.db, &which.filter()?, limit).await? {
        println!(
            "{:<30} {:<20} {:<26} {:<10} {:<8} {:<25} {}",
            JobId::from(job.id).to_string(),
            job.tenant,
            job.kind,
            job.state,
            format!("{}/{}", job.attempt, job.max_attempts),
            job.created_at.format("%Y-%m-%dT%H:%M:%S%.3fZ"),
            job.error_code.unwrap_or_default()
        );
    }
    Ok(())
}

/// Dead letters that one call runs again.
const RETRIED_AT_ONCE: u32 = 10_000;

async fn failed(core: &Core, which: &Which) -> anyhow::Result<Vec<JobId>> {
    let filter = AllJobsFilter {
        state: Some(name_of(&StateName::Failed)),
        ..which.filter()?
    };
    let jobs = list_all_jobs(&core.db, &filter, RETRIED_AT_ONCE).await?;
    Ok(jobs.into_iter().map(|job| JobId::from(job.id)).collect())
}

async fn retry(core: &Core, jobs: &[JobId]) -> anyhow::Result<()> {
    let mut refused = 0;
    for job in jobs {
        let scope = find_tenant_of(core, job.uuid()).await.context(*job)?;
        match retry_job(core, &Actor::system(scope), job.uuid()).await {
            Ok(_) => println!("{job} waits again"),
            Err(error) => {
                refused += 1;
                eprintln!("{job}: {error}");
            }
        }
    }
    if refused > 0 {
        bail!("{refused} of {} jobs were not run again", jobs.len());
    }
    Ok(())
}

async fn cancel(core: &Core, jobs: &[JobId]) -> anyhow::Result<()> {
    for job in jobs {
        let scope = find_tenant_of(core, job.uuid()).await.context(*job)?;
        let actor = Actor::system(scope);
        let cancelled = cancel_job(core, &actor, job.uuid()).await;
        println!("{job} is {}", state_word(cancelled.context(*job)?.state));
    }
    Ok(())
}

fn state_word(state: xorb_entities::jobs::JobState) -> &'static str {
    if state == xorb_entities::jobs::JobState::Running {
        "running, and was told to stop"
    } else {
        "cancelled"
    }
}

async fn drain(application: &Application, timeout: Duration) -> anyhow::Result<()> {
    let deadline = Instant::now() + timeout;
    let stop = CancellationToken::new();
    let core = Arc::clone(application.core());
    let watch = async {
        let left = loop {
            let left = live(&core).await;
            if matches!(left, Ok(0) | Err(_)) || Instant::now() >= deadline {
                break left;
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        };
        stop.cancel();
        left
    };
    let (left, ()) = tokio::join!(watch, application.run_worker(stop.clone()));
    match left? {
        0 => {
            println!("Nothing is due and nothing runs.");
            Ok(())
        }
        left => bail!("{left} jobs are still due or running"),
    }
}

async fn live(core: &Core) -> anyhow::Result<i64> {
    let live = count_live(&core.db).await?;
    Ok(live.iter().map(|class| class.ready + class.running).sum())
}
