//! One code, and the way to it.

use super::{DELIVERIES, JOBS, REQUESTS, SCANS};

/// A code with its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Stable, for programs.
    pub code: &'static str,
    /// In words.
    pub meaning: &'static str,
    /// What somebody can do about it; empty if nothing has to be done.
    pub remedy: &'static str,
}

/// What stands for a code that this version does not know, such as one that another version has stored.
pub const UNKNOWN: Failure = Failure::new(
    "unknown",
    "it did not succeed, for a reason that this version of the program does not know",
    "tell the operator the id of the object",
);

impl Failure {
    pub(super) const fn new(
        code: &'static str,
        meaning: &'static str,
        remedy: &'static str,
    ) -> Self {
        Self {
            code,
            meaning,
            remedy,
        }
    }

    /// Meaning and remedy in one sentence, without a full stop.
    #[must_use]
    pub fn message(&self) -> String {
        if self.remedy.is_empty() {
            return self.meaning.to_owned();
        }
        format!("{}; {}", self.meaning, self.remedy)
    }
}

/// The failure with this code; [`UNKNOWN`] for any other.
#[must_use]
pub fn failure(code: &str) -> &'static Failure {
    let all = [JOBS, SCANS, DELIVERIES, REQUESTS].into_iter().flatten();
    all.into_iter()
        .find(|failure| failure.code == code)
        .unwrap_or(&UNKNOWN)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::CONFLICTS;
    use super::*;

    #[test]
    fn every_code_is_there_once_and_reads_as_a_phrase() {
        let mut seen = BTreeSet::new();
        let all = [JOBS, SCANS, DELIVERIES, REQUESTS, CONFLICTS];
        for failure in all.into_iter().flatten().chain([&UNKNOWN]) {
            assert!(seen.insert(failure.code), "{} twice", failure.code);
            for text in [failure.meaning, failure.remedy] {
                assert!(!text.ends_with('.') && !text.contains("; "), "{text}");
                assert!(!text.contains('|'), "{text}");
            }
            assert!(!failure.meaning.is_empty());
        }
    }

    #[test]
    fn a_code_that_nobody_knows_says_nothing_but_that() {
        assert_eq!(failure("target_tls").code, "target_tls");
        assert_eq!(failure("ERROR: relation").code, "unknown");
    }
}
