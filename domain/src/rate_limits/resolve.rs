//! Which limits a request meets: all windows of the policies for its operations, caller, roles, tenant, address and
//! everybody, the most specific first. Where a subject has a policy of its own, that one counts instead of the general one.

use std::net::IpAddr;
use std::time::Duration;

use sea_orm::ActiveEnum;
use xorb_entities::ids::TenantId;
use xorb_entities::tenants::{PolicyMode, PolicyScope, PolicyUnit};

use super::local_tier::{Limit, Standing};
use super::{Asker, BudgetKey, BudgetNames, Policy, PolicySet, PolicyStanding, Window, Work};

/// A limit that a request meets.
#[derive(Clone, Debug)]
pub(super) struct Met {
    pub limit: Limit,
    pub policy: String,
    pub window: Window,
    pub unit: PolicyUnit,
    /// How many times as much is taken as the request needs.
    pub factor: u64,
}

impl Met {
    /// One limit on `tokens` of what `whose` names.
    pub fn new(
        names: &BudgetNames,
        policy: &str,
        window: Window,
        whose: &[&[u8]],
        tokens: u64,
    ) -> Self {
        let seconds = window.seconds().to_be_bytes();
        let mut parts: Vec<&[u8]> = vec![policy.as_bytes(), &seconds];
        parts.extend(whose);
        let limit = Limit {
            key: names.name(&parts),
            unit: window.unit(),
            need: window
                .unit()
                .saturating_mul(tokens.max(1))
                .min(window.whole()),
            window: window.whole(),
            is_enforced: true,
        };
        let policy = format!("{policy}-{}s", window.seconds());
        Self {
            limit,
            policy,
            window,
            unit: PolicyUnit::Requests,
            factor: 1,
        }
    }

    pub fn standing(&self, standing: Standing) -> PolicyStanding {
        let missing = self.limit.window.saturating_sub(standing.left);
        PolicyStanding {
            policy: self.policy.clone(),
            limit: u64::from(self.window.limit()),
            window_seconds: u64::from(self.window.seconds()),
            remaining: standing.left / self.limit.unit.max(1),
            reset_after: Duration::from_micros(missing),
        }
    }
}

impl Asker {
    /// Whom refusals are remembered of: the caller, or else the address.
    pub(super) fn identity(&self, names: &BudgetNames) -> BudgetKey {
        match (&self.caller_id, self.address) {
            (Some(caller), _) => names.name(&[b"caller", caller.as_bytes()]),
            (None, Some(address)) => names.name(&[b"address", &line(address)]),
            (None, None) => names.name(&[b"nobody"]),
        }
    }
}

struct Resolving<'a> {
    policies: &'a PolicySet,
    names: &'a BudgetNames,
    factor: u64,
    met: Vec<Met>,
}

/// The limits that this request meets. What is the asker's own costs `factor` times as much.
pub(super) fn resolve(
    policies: &PolicySet,
    names: &BudgetNames,
    asker: &Asker,
    work: &Work,
    factor: u64,
) -> Vec<Met> {
    let mut resolving = Resolving {
        policies,
        names,
        factor,
        met: Vec::with_capacity(8),
    };
    let address = asker.address.map(line);
    let address: &[u8] = address.as_ref().map_or(&[], |line| line.as_slice());
    let tenant: &[u8] = asker
        .tenant_id
        .as_ref()
        .map_or(&[], |id| id.as_bytes().as_slice());
    let caller = asker
        .caller_id
        .as_ref()
        .map_or(address, |id| id.as_bytes().as_slice());
    for (operation, times) in &work.operations {
        let tokens = Tokens {
            requests: *times,
            points: work.points,
        };
        resolving.meet(
            PolicyScope::Operation,
            Some(operation),
            &[operation.as_bytes(), caller],
            tokens,
        );
    }
    let tokens = Tokens {
        requests: 1,
        points: work.points,
    };
    if asker.caller_id.is_some() {
        resolving.meet(PolicyScope::Caller, None, &[caller], tokens);
    }
    for role in asker.roles.iter().map(|role| role.as_str()) {
        resolving.meet(
            PolicyScope::Role,
            Some(role),
            &[tenant, role.as_bytes()],
            tokens,
        );
    }
    if let Some(tenant_id) = asker.tenant_id {
        let name = TenantId::from(tenant_id).to_string();
        resolving.meet(PolicyScope::Tenant, Some(&name), &[tenant], tokens);
    }
    if asker.address.is_some() {
        resolving.meet(PolicyScope::Address, None, &[address], tokens);
    }
    resolving.meet(PolicyScope::Global, None, &[], tokens);
    resolving.met
}

#[derive(Clone, Copy)]
struct Tokens {
    requests: u64,
    points: u64,
}

impl Resolving<'_> {
    fn meet(&mut self, scope: PolicyScope, subject: Option<&str>, whose: &[&[u8]], tokens: Tokens) {
        for (unit, tokens) in [
            (PolicyUnit::Requests, tokens.requests),
            (PolicyUnit::Points, tokens.points),
        ] {
            let policy = self.policies.find(scope, unit, subject);
            if let Some(policy) = policy.filter(|policy| policy.mode != PolicyMode::Off) {
                self.meet_policy(policy, whose, tokens);
            }
        }
    }

    fn meet_policy(&mut self, policy: &Policy, whose: &[&[u8]], tokens: u64) {
        let name = header_name(policy);
        // Others who share a limit don't pay for one of them.
        let factor = match policy.name.scope {
            PolicyScope::Operation | PolicyScope::Caller | PolicyScope::Address => self.factor,
            PolicyScope::Role | PolicyScope::Tenant | PolicyScope::Global => 1,
        };
        for window in &policy.windows {
            let tokens = tokens.max(1).saturating_mul(factor);
            let mut met = Met::new(self.names, &name, *window, whose, tokens);
            met.limit.is_enforced = policy.mode == PolicyMode::Enforce;
            (met.unit, met.factor) = (policy.name.unit, factor);
            self.met.push(met);
        }
    }
}

/// `operation:startScan/requests` as it may stand in a header. A tenant's id is not shown: it is the caller's own.
fn header_name(policy: &Policy) -> String {
    let (scope, unit) = (policy.name.scope.to_value(), policy.name.unit.to_value());
    match &policy.name.subject {
        Some(subject) if policy.name.scope != PolicyScope::Tenant => {
            format!("{scope}-{subject}-{unit}")
        }
        _ => format!("{scope}-{unit}"),
    }
}

/// One customer's line: an IPv4 address, an IPv6 /64.
pub(super) fn line(address: IpAddr) -> [u8; 16] {
    let bits = match address.to_canonical() {
        IpAddr::V4(v4) => v4.to_ipv6_mapped().to_bits(),
        IpAddr::V6(v6) => v6.to_bits() & (u128::MAX << 64),
    };
    bits.to_be_bytes()
}
