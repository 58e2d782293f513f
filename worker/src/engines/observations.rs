//! Collects what an engine sees. Every finding has its coverage, every check at a location one outcome: of several, the one
//! that is worst to overlook.

use std::collections::BTreeMap;

use xorb_domain::{
    findings::{Check, Coverage, Location, NewFinding},
    net::{Traffic, http::HttpError},
    scans::Engine,
};
use xorb_entities::scans::CoverageOutcome;

use super::{EngineError, EngineReport, evidence::printable};

/// The growing result of an engine.
#[derive(Debug, Default)]
pub(super) struct Observations {
    outcomes: BTreeMap<(&'static str, Location), CoverageOutcome>,
    findings: Vec<NewFinding>,
    error: Option<EngineError>,
    has_nothing_to_test: bool,
}

impl Observations {
    /// A weakness, once for each check and location.
    pub(super) fn vulnerable(&mut self, check: &'static Check, location: Location, evidence: &str) {
        let known = self.record(check, location.clone(), CoverageOutcome::Vulnerable);
        if known != Some(CoverageOutcome::Vulnerable) {
            self.findings
                .push(NewFinding::new(check, location, printable(evidence)));
        }
    }

    pub(super) fn not_vulnerable(&mut self, check: &'static Check, location: Location) {
        self.record(check, location, CoverageOutcome::NotVulnerable);
    }

    pub(super) fn inconclusive(&mut self, check: &'static Check, location: Location) {
        self.record(check, location, CoverageOutcome::Inconclusive);
    }

    pub(super) fn not_tested(&mut self, check: &'static Check, location: Location) {
        self.record(check, location, CoverageOutcome::NotTested);
    }

    /// A check that could not be made: not tested if it was forbidden or stopped, else inconclusive.
    pub(super) fn failed(&mut self, check: &'static Check, location: Location, error: &HttpError) {
        if error.is_blocked() || error.is_stopped() {
            self.not_tested(check, location);
        } else {
            self.inconclusive(check, location);
        }
    }

    /// The first reason why the step is not complete stays.
    pub(super) fn error(&mut self, code: &'static str, message: impl Into<String>) {
        let message = message.into();
        self.error.get_or_insert(EngineError { code, message });
    }

    /// The target has nothing that this engine looks at.
    pub(super) fn nothing_to_test(&mut self) {
        self.has_nothing_to_test = true;
    }

    pub(super) fn into_report(
        self,
        engine: Engine,
        version: &'static str,
        traffic: Traffic,
    ) -> EngineReport {
        let coverage = self
            .outcomes
            .into_iter()
            .map(|((check_id, location), outcome)| Coverage {
                check_id,
                location,
                outcome,
            });
        EngineReport {
            engine,
            version,
            coverage: coverage.collect(),
            findings: self.findings,
            bytes: traffic.bytes_received,
            blocked_connects: traffic.blocked_connects,
            error: self.error,
            has_nothing_to_test: self.has_nothing_to_test,
        }
    }

    fn record(
        &mut self,
        check: &'static Check,
        location: Location,
        outcome: CoverageOutcome,
    ) -> Option<CoverageOutcome> {
        let key = (check.id, location);
        let known = self.outcomes.get(&key).copied();
        if known.is_none_or(|known| weight(outcome) > weight(known)) {
            self.outcomes.insert(key, outcome);
        }
        known
    }
}

const fn weight(outcome: CoverageOutcome) -> u8 {
    match outcome {
        CoverageOutcome::NotVulnerable => 0,
        CoverageOutcome::NotTested => 1,
        CoverageOutcome::Inconclusive => 2,
        CoverageOutcome::Vulnerable => 3,
    }
}

#[cfg(test)]
mod tests {
    use xorb_domain::findings::check_catalog::http_headers::CSP_MISSING;

    use super::*;

    fn here() -> Location {
        Location::page("http", "shop.example", 80, "/")
    }

    fn report(seen: Observations) -> EngineReport {
        seen.into_report(Engine::HttpHeaders, "1", Traffic::default())
    }

    #[test]
    fn the_worst_outcome_stays_whatever_the_order() {
        for in_order in [true, false] {
            let mut seen = Observations::default();
            if in_order {
                seen.not_vulnerable(&CSP_MISSING, here());
                seen.inconclusive(&CSP_MISSING, here());
            } else {
                seen.inconclusive(&CSP_MISSING, here());
                seen.not_vulnerable(&CSP_MISSING, here());
            }
            let EngineReport {
                coverage,
                findings,
                error,
                ..
            } = report(seen);
            assert_eq!(coverage.len(), 1);
            assert_eq!(coverage[0].outcome, CoverageOutcome::Inconclusive);
            assert!(findings.is_empty() && error.is_none());
        }
    }

    #[test]
    fn a_weakness_is_found_once_and_covered() {
        let mut seen = Observations::default();
        seen.not_vulnerable(&CSP_MISSING, here());
        seen.vulnerable(&CSP_MISSING, here(), "first");
        seen.vulnerable(&CSP_MISSING, here(), "second");
        let EngineReport {
            coverage, findings, ..
        } = report(seen);
        assert_eq!(coverage[0].outcome, CoverageOutcome::Vulnerable);
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].evidence, "first");
    }
}
