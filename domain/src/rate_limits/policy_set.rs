//! The policies in force, found by scope, unit and subject.

use std::collections::HashMap;

use xorb_entities::tenants::{PolicyScope, PolicyUnit};

use super::{Policy, PolicyName};

/// All policies of a moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PolicySet {
    policies: HashMap<PolicyName, Policy>,
    with_subjects: bool,
}

impl PolicySet {
    /// The defaults, and over them what operators set.
    #[must_use]
    pub fn new(defaults: Vec<Policy>, set: Vec<Policy>) -> Self {
        let policies: HashMap<PolicyName, Policy> = defaults
            .into_iter()
            .chain(set)
            .map(|policy| (policy.name.clone(), policy))
            .collect();
        let with_subjects = policies.keys().any(|name| name.subject.is_some());
        Self {
            policies,
            with_subjects,
        }
    }

    /// The policy for this subject: its own, or else the one for all.
    #[must_use]
    pub fn find(
        &self,
        scope: PolicyScope,
        unit: PolicyUnit,
        subject: Option<&str>,
    ) -> Option<&Policy> {
        let find = |subject: Option<&str>| {
            let subject = subject.map(str::to_owned);
            self.policies.get(&PolicyName {
                scope,
                subject,
                unit,
            })
        };
        let own = subject.filter(|_| self.with_subjects);
        own.and_then(|subject| find(Some(subject)))
            .or_else(|| find(None))
    }

    /// All of them, in their order.
    #[must_use]
    pub fn list(&self) -> Vec<&Policy> {
        let mut policies: Vec<&Policy> = self.policies.values().collect();
        policies.sort_by(|a, b| a.name.cmp(&b.name));
        policies
    }
}
