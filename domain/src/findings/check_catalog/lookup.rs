//! The catalogue as a whole.

use super::{Check, directory_listing, exposed_files, http_cookies, http_headers, tcp_connect};

/// Every check, by engine.
pub fn all() -> impl Iterator<Item = &'static Check> {
    [
        tcp_connect::CHECKS,
        http_headers::CHECKS,
        http_cookies::CHECKS,
        exposed_files::CHECKS,
        directory_listing::CHECKS,
    ]
    .into_iter()
    .flatten()
    .copied()
}

/// The check with this id.
#[must_use]
pub fn find(id: &str) -> Option<&'static Check> {
    all().find(|check| check.id == id)
}

#[cfg(test)]
mod tests {
    use std::{collections::HashSet, str::FromStr};

    use cvss::{Cvss, Severity as Band};
    use xorb_entities::findings::Severity;

    use super::*;

    #[test]
    fn every_score_is_what_its_vector_gives() {
        for check in all() {
            let Some(scores) = check.cvss else { continue };
            for (version, given) in [("CVSS:4.0/", scores.v4), ("CVSS:3.1/", scores.v3)] {
                assert!(given.vector.starts_with(version), "{}", check.id);
                let computed = Cvss::from_str(given.vector).unwrap().score();
                assert!(
                    (computed - given.score).abs() < 0.01,
                    "{}: {computed}",
                    check.id
                );
            }
        }
    }

    #[test]
    fn both_versions_of_cvss_agree_on_the_severity() {
        for check in all() {
            let Some(scores) = check.cvss else { continue };
            for given in [scores.v4, scores.v3] {
                let band = match Cvss::from_str(given.vector).unwrap().severity() {
                    Band::Critical => Severity::Critical,
                    Band::High => Severity::High,
                    Band::Medium => Severity::Medium,
                    Band::Low => Severity::Low,
                    Band::None => Severity::Info,
                };
                assert_eq!(check.severity(), band, "{}", check.id);
            }
        }
    }

    #[test]
    fn ids_are_unique_and_found_and_texts_are_there() {
        let mut seen = HashSet::new();
        for check in all() {
            assert!(seen.insert(check.id), "{}", check.id);
            assert_eq!(find(check.id), Some(check));
            let named = check
                .id
                .split_once('.')
                .is_some_and(|(area, name)| !area.is_empty() && !name.is_empty());
            assert!(named, "{}", check.id);
            for text in [check.title, check.description, check.remediation] {
                assert!(text.len() > 10 && text.is_ascii(), "{}: {text}", check.id);
            }
            assert!(
                !check.title.ends_with('.') && check.remediation.ends_with('.'),
                "{}",
                check.id
            );
        }
        assert_eq!(find("no.such_check"), None);
    }
}
