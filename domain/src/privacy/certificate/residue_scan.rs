//! The residue scan as the certificate tells it: where was looked, how, when, and whether the looking itself was tested.

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};

/// A scan that found nothing; another one leads to no certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ResidueScan {
    /// "no identifier found in X by method Y at T".
    pub statement: String,
    /// How was searched.
    pub method: String,
    /// In which forms an identifier would have been found.
    pub encodings: Vec<String>,
    pub finished_at: DateTime<Utc>,
    pub locations: Vec<ScannedLocation>,
}

/// One place that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ScannedLocation {
    pub location: String,
    pub rows: u64,
    pub bytes: u64,
    /// Random marks that were put there before, …
    pub canaries_planted: u32,
    /// … and how many of them the same search found.
    pub canaries_found: u32,
}

impl ResidueScan {
    /// Describes a scan that found nothing, in the words that a certificate may use.
    #[must_use]
    pub fn new(
        method: &str,
        encodings: Vec<String>,
        finished_at: DateTime<Utc>,
        locations: Vec<ScannedLocation>,
    ) -> Self {
        let names: Vec<_> = locations.iter().map(|of| of.location.as_str()).collect();
        let statement = format!(
            "no identifier found in {} by method \"{method}\" at {}",
            names.join(", "),
            finished_at.to_rfc3339_opts(SecondsFormat::Secs, true)
        );
        Self {
            statement,
            method: method.to_owned(),
            encodings,
            finished_at,
            locations,
        }
    }

    /// Canaries found and planted, everywhere.
    #[must_use]
    pub fn canaries(&self) -> (u64, u64) {
        self.locations.iter().fold((0, 0), |(found, planted), of| {
            (
                found + u64::from(of.canaries_found),
                planted + u64::from(of.canaries_planted),
            )
        })
    }

    /// Did the search find every canary, and was there one? Otherwise its silence says nothing.
    #[must_use]
    pub fn is_tested(&self) -> bool {
        let (found, planted) = self.canaries();
        planted > 0
            && found == planted
            && self
                .locations
                .iter()
                .all(|of| of.canaries_found == of.canaries_planted)
    }

    /// Bytes that were read.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.locations
            .iter()
            .fold(0, |sum, of| sum.saturating_add(of.bytes))
    }
}
