//! By when a finding must be gone, and how severities rank.

use chrono::{DateTime, TimeDelta, Utc};
use xorb_entities::findings::Severity;

/// By when a finding of this severity that was opened at `from` must be gone. Information has no deadline.
pub(super) fn due_at(severity: Severity, from: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let days = match severity {
        Severity::Critical => 7,
        Severity::High => 30,
        Severity::Medium => 90,
        Severity::Low => 120,
        Severity::Info => return None,
    };
    Some(from + TimeDelta::days(days))
}

/// The worst is 0: lists that are ordered by it begin with the worst.
pub(super) fn rank(severity: Severity) -> i32 {
    match severity {
        Severity::Critical => 0,
        Severity::High => 1,
        Severity::Medium => 2,
        Severity::Low => 3,
        Severity::Info => 4,
    }
}

#[cfg(test)]
mod tests {
    use sea_orm::Iterable;

    use super::*;

    #[test]
    fn the_worse_a_finding_the_sooner_it_is_due() {
        let start = DateTime::UNIX_EPOCH;
        let days = |severity| due_at(severity, start).map(|due| (due - start).num_days());
        let all: Vec<_> = Severity::iter().map(days).collect();
        assert_eq!(all, [Some(7), Some(30), Some(90), Some(120), None]);
    }

    #[test]
    fn severities_rank_from_the_worst_down() {
        let ranks: Vec<i32> = Severity::iter().map(rank).collect();
        assert_eq!(ranks, [0, 1, 2, 3, 4]);
    }
}
