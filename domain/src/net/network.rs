//! What all scans of this process share: the address policy, the resolver, the budget of each target, the TLS clients.

use std::{fmt, sync::Arc};

use rustls::pki_types::CertificateDer;

use super::{
    AddressPolicy, NetworkLimits, Resolver, ScopeRules, ScopedConnector, StopSignal,
    target_budget::TargetBudget,
    tls::{TlsClients, TlsSetupError},
};

/// Built once by the program; `connector` gives each scan step its way out.
pub struct Network {
    pub(super) policy: AddressPolicy,
    pub(super) resolver: Arc<dyn Resolver>,
    pub(super) limits: NetworkLimits,
    pub(super) budget: TargetBudget,
    pub(super) tls: TlsClients,
}

impl Network {
    /// `extra_roots` are certificates trusted for proofs beside the public ones, such as a company's own authority.
    pub fn new(
        policy: AddressPolicy,
        resolver: Arc<dyn Resolver>,
        limits: NetworkLimits,
        extra_roots: &[CertificateDer<'static>],
    ) -> Result<Arc<Self>, TlsSetupError> {
        let budget = TargetBudget::new(limits.rate);
        let tls = TlsClients::new(extra_roots)?;
        Ok(Arc::new(Self {
            policy,
            resolver,
            limits,
            budget,
            tls,
        }))
    }

    /// Another way out with a policy and limits of its own: the same resolver, trusted certificates and own endpoints, which
    /// stay shared.
    #[must_use]
    pub fn with_policy(&self, allow_private_targets: bool, limits: NetworkLimits) -> Arc<Self> {
        let own_endpoints = self.policy.own_endpoints().clone();
        Arc::new(Self {
            policy: AddressPolicy::new(allow_private_targets, own_endpoints),
            resolver: Arc::clone(&self.resolver),
            limits,
            budget: TargetBudget::new(limits.rate),
            tls: self.tls.clone(),
        })
    }

    #[must_use]
    pub const fn policy(&self) -> &AddressPolicy {
        &self.policy
    }

    /// A connector that can't leave these rules and ends when it is stopped.
    #[must_use]
    pub fn connector(self: &Arc<Self>, rules: ScopeRules, stop: StopSignal) -> ScopedConnector {
        ScopedConnector::new(Arc::clone(self), rules, stop)
    }
}

impl fmt::Debug for Network {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Network")
            .field("policy", &self.policy)
            .finish_non_exhaustive()
    }
}
