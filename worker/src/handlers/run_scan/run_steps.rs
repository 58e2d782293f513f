//! Runs the steps that are still to be run, each authorised before it begins.

use futures_util::future::BoxFuture;
use xorb_domain::jobs::{JobContext, JobError};
use xorb_domain::scans::Engine;
use xorb_domain::scans::run::{
    BeginStep, ScanTicket, StepFailure, StepReport, StepTicket, begin_step, finish_step,
};

use super::prove::Proven;
use super::step_progress::StepProgress;
use super::stopped::{refused, stopped};
use crate::engines::{EngineReport, StepInput, run_step};

/// Runs the steps in order.
pub(super) async fn run_steps(
    context: &JobContext,
    ticket: &ScanTicket,
    proven: &Proven,
) -> Result<(), JobError> {
    for step in &ticket.steps {
        let tx = context.fenced().await?;
        let begun = begin_step(&tx, ticket, step).await?;
        tx.commit().await?;
        match begun {
            BeginStep::Go => {}
            BeginStep::IsOver => continue,
            BeginStep::Refused(code) => return refused(context, ticket.scan_id, code).await,
        }
        let report = run(context, ticket, step, proven).await?;
        if let Some(reason) = context.stop.reason() {
            return stopped(context, ticket.scan_id, reason).await;
        }
        if let Some(tx) = context.effect(&step.effect()).await? {
            finish_step(&tx, ticket, step, report).await?;
            tx.commit().await?;
        }
    }
    Ok(())
}

/// Runs one engine. What has been seen when the time is over stays.
async fn run(
    context: &JobContext,
    ticket: &ScanTicket,
    step: &StepTicket,
    proven: &Proven,
) -> Result<StepReport, JobError> {
    let Some(engine) = Engine::from_name(&step.engine) else {
        let message = "this version of the program does not have the engine";
        return Ok(StepReport::failed("", "not_available", message));
    };
    if proven.deadline.has_passed() {
        return Ok(timed_out(StepReport::default()));
    }
    let progress = StepProgress::new(context, step, ticket.step_count);
    let told = |done, total| progress.tell(done, total);
    let input = StepInput {
        connector: &proven.connector,
        target: &ticket.target,
        pinned: &proven.pinned,
        rng: context.core.rng.as_ref(),
        progress: &told,
    };
    let running: BoxFuture<'_, EngineReport> = Box::pin(run_step(engine, &input));
    let report = tokio::select! {
        report = running => step_report(report),
        lost = progress.report() => return Err(lost),
        never = proven.deadline.enforce() => match never {},
    };
    Ok(
        if report.failure.is_some() && proven.deadline.has_passed() {
            timed_out(report)
        } else {
            report
        },
    )
}

fn step_report(report: EngineReport) -> StepReport {
    StepReport {
        engine_version: report.version.to_owned(),
        coverage: report.coverage,
        findings: report.findings,
        bytes_received: report.bytes,
        blocked_connects: report.blocked_connects,
        failure: report.error.map(|error| StepFailure {
            code: error.code.to_owned(),
            message: error.message,
        }),
    }
}

fn timed_out(report: StepReport) -> StepReport {
    let message = "the scan took longer than a scan may take; this step was not completed";
    StepReport {
        failure: Some(StepFailure {
            code: "scan_timed_out".to_owned(),
            message: message.to_owned(),
        }),
        ..report
    }
}
