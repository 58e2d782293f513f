//! What a scan has seen so far: counts by place, finds by person. The canary is the last of the people.

use std::collections::{BTreeMap, BTreeSet};

use super::report::{LocationScan, Residue, ResidueReport};
use super::text::{Hit, Needles};

/// Finds of one person that are listed; beyond, they are counted.
const LISTED: usize = 10_000;

/// The running result of one scan.
pub(super) struct Tally {
    needles: Needles,
    /// People sought; the next number is the canary.
    people: usize,
    locations: BTreeMap<String, LocationScan>,
    seen_canaries: BTreeMap<String, BTreeSet<String>>,
    residues: Vec<(u64, Vec<Residue>)>,
}

/// Where a text stands.
#[derive(Clone, Copy)]
pub(super) struct Spot<'a> {
    pub(super) location: &'a str,
    pub(super) column: &'a str,
    pub(super) row_key: &'a str,
}

impl Tally {
    pub(super) fn new(needles: Needles, people: usize) -> Self {
        Self {
            needles,
            people,
            locations: BTreeMap::new(),
            seen_canaries: BTreeMap::new(),
            residues: vec![(0, Vec::new()); people],
        }
    }

    /// The counts of a place, which is on record from now on.
    pub(super) fn location(&mut self, name: &str) -> &mut LocationScan {
        let fresh = || LocationScan {
            name: name.to_owned(),
            ..LocationScan::default()
        };
        self.locations.entry(name.to_owned()).or_insert_with(fresh)
    }

    /// Notes that a canary was put somewhere.
    pub(super) fn planted(&mut self, location: &str, count: usize) {
        let place = self.location(location);
        place.planted = place
            .planted
            .saturating_add(u32::try_from(count).unwrap_or(u32::MAX));
    }

    /// Searches a text of the data proper.
    pub(super) fn read(&mut self, spot: Spot<'_>, text: &[u8], is_exempt: impl Fn(usize) -> bool) {
        self.location(spot.location).bytes += u64::try_from(text.len()).unwrap_or(u64::MAX);
        for hit in self.needles.search(text) {
            if hit.person == self.people {
                self.canary(spot);
            } else if !is_exempt(hit.person) {
                self.residue(spot, hit);
            }
        }
    }

    /// Searches a text of a canary's row: nobody else's is in it, and its bytes do not count.
    pub(super) fn read_canary(&mut self, spot: Spot<'_>, text: &[u8]) {
        let canary = self.people;
        if self
            .needles
            .search(text)
            .iter()
            .any(|hit| hit.person == canary)
        {
            self.canary(spot);
        }
    }

    fn canary(&mut self, spot: Spot<'_>) {
        let seen = self
            .seen_canaries
            .entry(spot.location.to_owned())
            .or_default();
        seen.insert(format!("{}\0{}", spot.column, spot.row_key));
    }

    fn residue(&mut self, spot: Spot<'_>, hit: Hit) {
        let Some((count, listed)) = self.residues.get_mut(hit.person) else {
            return;
        };
        let residue = Residue {
            location: spot.location.to_owned(),
            column: spot.column.to_owned(),
            row_key: spot.row_key.to_owned(),
            encoding: hit.encoding.as_str(),
        };
        // Pieces of a long text overlap.
        if listed.last() == Some(&residue) {
            return;
        }
        *count += 1;
        if listed.len() < LISTED {
            listed.push(residue);
        }
    }

    /// The reports, in the order of the people.
    pub(super) fn finish(mut self, common: &ResidueReport) -> Vec<ResidueReport> {
        for (name, seen) in std::mem::take(&mut self.seen_canaries) {
            self.location(&name).found = u32::try_from(seen.len()).unwrap_or(u32::MAX);
        }
        let locations: Vec<LocationScan> = self.locations.into_values().collect();
        let report = |(residue_count, residues)| ResidueReport {
            locations: locations.clone(),
            residues,
            residue_count,
            ..common.clone()
        };
        self.residues.into_iter().map(report).collect()
    }
}
