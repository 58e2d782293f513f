//! Runs the engines as a worker does, and reads what they report.

use std::{
    collections::{BTreeSet, HashSet},
    sync::Arc,
};

use uuid::Uuid;
use xorb_domain::scans::Engine;
use xorb_domain::{
    net::{Network, ScopedConnector, TargetAddress},
    rng::SeededRng,
};
use xorb_entities::scans::CoverageOutcome;
use xorb_worker::engines::{EngineReport, StepInput, run_step};

use super::reach::{connector_for, network, pinned, web};
use crate::fixtures::WebServer;

pub(super) async fn run(
    engine: Engine,
    connector: &ScopedConnector,
    target: &TargetAddress,
) -> EngineReport {
    let pinned = pinned(connector, target).await;
    let rng = SeededRng::new(7);
    let input = StepInput {
        connector,
        target,
        pinned: &pinned,
        rng: &rng,
        progress: &|_, _| {},
    };
    run_step(engine, &input).await
}

pub(super) async fn scan(target: &TargetAddress) -> Vec<EngineReport> {
    let network: Arc<Network> = network();
    let mut reports = Vec::new();
    for engine in Engine::ALL {
        reports.push(run(engine, &connector_for(&network, target), target).await);
    }
    reports
}

pub(super) async fn step(engine: Engine, server: &WebServer) -> EngineReport {
    let target = web(&server.url());
    run(engine, &connector_for(&network(), &target), &target).await
}

/// `check location` of each finding, without the port that differs.
pub(super) fn found(reports: &[EngineReport]) -> BTreeSet<String> {
    let findings = reports.iter().flat_map(|report| &report.findings);
    findings
        .map(|finding| {
            let location = finding.location.to_string();
            let path = location.splitn(4, '/').nth(3).unwrap_or_default();
            format!("{} /{path}", finding.check.id)
        })
        .collect()
}

pub(super) fn fingerprints(reports: &[EngineReport]) -> BTreeSet<String> {
    let findings = reports.iter().flat_map(|report| &report.findings);
    findings
        .map(|finding| finding.fingerprint(Uuid::from_u128(1), Uuid::from_u128(2)))
        .collect()
}

pub(super) fn outcomes(report: &EngineReport) -> HashSet<CoverageOutcome> {
    report
        .coverage
        .iter()
        .map(|coverage| coverage.outcome)
        .collect()
}
