//! Which addresses a scan may touch at all, whoever asks. Fail-closed: what isn't public is denied; an operator may permit
//! loopback and private targets, metadata services and the platform's own endpoints never.

use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, PoisonError, RwLock};

use super::{AddressClass, OwnEndpoints, TargetHost, classify};

/// The setting that permits loopback and private targets, as an operator writes it.
pub const ALLOW_PRIVATE_TARGETS: &str = "XORB__SCAN__ALLOW_PRIVATE_TARGETS";

/// Why an address is not scanned. The text never contains the address: a name may have resolved to it, and what the
/// platform's resolver knows about inner networks is not the tenant's business.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Denial {
    #[error(
        "the target is a {} address, and such targets are not permitted here; an operator can permit loopback and private targets with {ALLOW_PRIVATE_TARGETS}=true",
        .0.name()
    )]
    NeedsOperator(AddressClass),
    #[error("the target is a {} address; such addresses are never scanned", .0.name())]
    Never(AddressClass),
    #[error("the target is one of the platform's own endpoints; they are never scanned")]
    OwnEndpoint,
}

impl Denial {
    /// A stable word for error codes and metrics.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NeedsOperator(_) => "target_private",
            Self::Never(_) => "target_denied",
            Self::OwnEndpoint => "target_own_endpoint",
        }
    }
}

/// The platform-wide judge of addresses. Clones share what was added later.
#[derive(Clone, Debug)]
pub struct AddressPolicy {
    allow_private_targets: bool,
    permitted: Arc<RwLock<Vec<SocketAddr>>>,
    own_endpoints: OwnEndpoints,
}

impl AddressPolicy {
    #[must_use]
    pub fn new(allow_private_targets: bool, own_endpoints: OwnEndpoints) -> Self {
        Self {
            allow_private_targets,
            permitted: Arc::default(),
            own_endpoints,
        }
    }

    /// Permits one loopback or private endpoint, as the setting would permit all: for a target that this process runs itself.
    pub fn permit_private_target(&self, endpoint: SocketAddr) {
        let mut permitted = self
            .permitted
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        permitted.push(endpoint);
    }

    /// The platform's own endpoints, to add one.
    #[must_use]
    pub const fn own_endpoints(&self) -> &OwnEndpoints {
        &self.own_endpoints
    }

    /// Judges an address that a connection is about to be made to.
    pub fn judge(&self, address: IpAddr, port: u16) -> Result<(), Denial> {
        self.judge_class(address, port)?;
        if self.own_endpoints.covers(address, port) {
            Err(Denial::OwnEndpoint)
        } else {
            Ok(())
        }
    }

    /// Judges what a person typed, before anything is resolved: a name passes, its addresses are judged when it is pinned.
    pub fn judge_typed(&self, host: &TargetHost, port: u16) -> Result<(), Denial> {
        match host {
            TargetHost::Address(address) => self.judge(*address, port),
            TargetHost::Name(_) => Ok(()),
        }
    }

    /// Whether this address is scanned only because the operator said so; nobody can hold a public certificate for it.
    #[must_use]
    pub fn is_permitted_private(&self, address: IpAddr) -> bool {
        self.allow_private_targets && is_private(classify(address))
    }

    fn judge_class(&self, address: IpAddr, port: u16) -> Result<(), Denial> {
        match classify(address) {
            AddressClass::Public => Ok(()),
            class if is_private(class) && self.permits_private(address, port) => Ok(()),
            class if is_private(class) => Err(Denial::NeedsOperator(class)),
            class => Err(Denial::Never(class)),
        }
    }

    fn permits_private(&self, address: IpAddr, port: u16) -> bool {
        self.allow_private_targets
            || self
                .permitted
                .read()
                .unwrap_or_else(PoisonError::into_inner)
                .contains(&SocketAddr::new(address, port))
    }
}

fn is_private(class: AddressClass) -> bool {
    matches!(
        class,
        AddressClass::Loopback | AddressClass::Private | AddressClass::UniqueLocal
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(allow_private_targets: bool) -> AddressPolicy {
        AddressPolicy::new(
            allow_private_targets,
            OwnEndpoints::new(vec!["0.0.0.0:8080".parse().unwrap()]),
        )
    }

    fn judge(policy: &AddressPolicy, address: &str) -> Result<(), Denial> {
        policy.judge(address.parse().unwrap(), 80)
    }

    #[test]
    fn only_public_addresses_pass_by_default() {
        let policy = policy(false);
        assert_eq!(judge(&policy, "93.184.215.14"), Ok(()));
        for address in [
            "127.0.0.1",
            "10.0.0.1",
            "192.168.0.1",
            "fd12::1",
            "::1",
            "::ffff:127.0.0.1",
            "64:ff9b::7f00:1",
        ] {
            assert!(
                matches!(judge(&policy, address), Err(Denial::NeedsOperator(_))),
                "{address}"
            );
        }
    }

    #[test]
    fn the_operators_word_permits_loopback_and_private_and_nothing_else() {
        let policy = policy(true);
        for address in [
            "127.0.0.1",
            "10.0.0.1",
            "172.16.0.1",
            "192.168.0.1",
            "fd12::1",
            "::1",
        ] {
            assert_eq!(judge(&policy, address), Ok(()), "{address}");
        }
        for address in [
            "169.254.169.254",
            "fd00:ec2::254",
            "168.63.129.16",
            "100.100.100.200",
            "169.254.1.1",
            "fe80::1",
            "100.64.0.1",
            "0.0.0.0",
            "::",
            "224.0.0.1",
            "255.255.255.255",
            "198.18.0.1",
            "192.0.2.1",
            "2002:a00:1::",
            "2001::1",
            "::ffff:169.254.169.254",
            "64:ff9b::a9fe:a9fe",
        ] {
            assert!(
                matches!(judge(&policy, address), Err(Denial::Never(_))),
                "{address}"
            );
        }
    }

    #[test]
    fn one_endpoint_can_be_permitted_without_its_neighbours() {
        let policy = policy(false);
        policy
            .clone()
            .permit_private_target("127.0.0.1:80".parse().unwrap());
        assert_eq!(judge(&policy, "127.0.0.1"), Ok(()));
        assert!(judge(&policy, "127.0.0.2").is_err());
        assert!(policy.judge("127.0.0.1".parse().unwrap(), 81).is_err());
        policy.permit_private_target("127.0.0.1:8080".parse().unwrap());
        let own = policy.judge("127.0.0.1".parse().unwrap(), 8080);
        assert_eq!(own, Err(Denial::OwnEndpoint));
    }

    #[test]
    fn the_platforms_own_endpoints_are_denied_even_with_the_operators_word() {
        let policy = policy(true);
        assert_eq!(
            policy.judge("127.0.0.1".parse().unwrap(), 8080),
            Err(Denial::OwnEndpoint)
        );
        assert_eq!(policy.judge("127.0.0.1".parse().unwrap(), 8081), Ok(()));
    }

    #[test]
    fn the_error_for_a_private_address_names_the_setting_and_not_the_address() {
        let error = judge(&policy(false), "10.11.12.13")
            .unwrap_err()
            .to_string();
        assert!(error.contains(ALLOW_PRIVATE_TARGETS), "{error}");
        assert!(!error.contains("10.11"), "{error}");
        assert!(
            !judge(&policy(false), "169.254.169.254")
                .unwrap_err()
                .to_string()
                .contains(ALLOW_PRIVATE_TARGETS)
        );
    }
}
