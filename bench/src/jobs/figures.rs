//! The figures of all rounds: the median of each is what is reported.

use crate::measurement::{Measurement, median};

/// A case: its name, its unit, what it must not exceed, and whose figure stands beside it.
#[derive(Clone, Copy)]
pub struct Case {
    pub name: &'static str,
    pub unit: &'static str,
    pub limit: Option<f64>,
}

/// A case without a limit.
pub const fn case(name: &'static str, unit: &'static str) -> Case {
    Case {
        name,
        unit,
        limit: None,
    }
}

/// A case that must not exceed a figure.
pub const fn limited(name: &'static str, unit: &'static str, limit: f64) -> Case {
    Case {
        name,
        unit,
        limit: Some(limit),
    }
}

struct Values {
    case: Case,
    ours: Vec<f64>,
    theirs: Vec<f64>,
}

/// Gathers, in the order in which the cases first came.
#[derive(Default)]
pub struct Figures(Vec<Values>);

impl Figures {
    /// One round's figure.
    pub fn note(&mut self, case: Case, ours: f64) {
        eprintln!("  {}: {ours:.3} {}", case.name, case.unit);
        self.keep(case, ours, None);
    }

    /// The same beside that of `BullMQ`.
    pub fn beside(&mut self, case: Case, ours: f64, theirs: f64) {
        let Case { name, unit, .. } = case;
        eprintln!("  {name}: {ours:.3} {unit}, BullMQ {theirs:.3}");
        self.keep(case, ours, Some(theirs));
    }

    fn keep(&mut self, case: Case, ours: f64, theirs: Option<f64>) {
        let known = self.0.iter_mut().find(|one| one.case.name == case.name);
        if let Some(values) = known {
            values.ours.push(ours);
            values.theirs.extend(theirs);
        } else {
            self.0.push(Values {
                case,
                ours: vec![ours],
                theirs: theirs.into_iter().collect(),
            });
        }
    }

    /// The figure that was noted last.
    pub fn last(&self, case: Case) -> Option<f64> {
        let values = self.0.iter().find(|one| one.case.name == case.name)?;
        values.ours.last().copied()
    }

    /// What is reported.
    pub fn measurements(self) -> Vec<Measurement> {
        let measured = |values: Values| {
            let Case { name, unit, limit } = values.case;
            let mut measured = Measurement::new("jobs", name, unit, median(values.ours));
            if let Some(limit) = limit {
                measured = measured.limit(limit);
            }
            if !values.theirs.is_empty() {
                measured = measured.peer("bullmq", median(values.theirs));
            }
            measured
        };
        self.0.into_iter().map(measured).collect()
    }
}
