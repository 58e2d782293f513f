//! One check of the catalogue.

use xorb_entities::findings::Severity;

/// A CVSS vector with its base score; a test recomputes every score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CvssScore {
    pub vector: &'static str,
    pub score: f64,
}

/// The same weakness in both versions of CVSS.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CvssScores {
    pub v4: CvssScore,
    pub v3: CvssScore,
}

/// What is said about a weakness, whoever finds it. Texts are public and plain.
#[derive(Debug, PartialEq)]
pub struct Check {
    /// `area.weakness`, stable for ever.
    pub id: &'static str,
    pub title: &'static str,
    /// What is wrong and what it can lead to.
    pub description: &'static str,
    /// What to do about it.
    pub remediation: &'static str,
    /// None: worth knowing, no weakness in itself.
    pub cvss: Option<CvssScores>,
}

impl Check {
    /// The severity that goes with the CVSS 4.0 score.
    #[must_use]
    pub fn severity(&self) -> Severity {
        match self.cvss.map_or(0.0, |cvss| cvss.v4.score) {
            score if score >= 9.0 => Severity::Critical,
            score if score >= 7.0 => Severity::High,
            score if score >= 4.0 => Severity::Medium,
            score if score > 0.0 => Severity::Low,
            _ => Severity::Info,
        }
    }
}
