//! The only way to a target. Each connection is authorised when its target is pinned and again when it is made, waits for the
//! target's budget, asks the stop signal, has a deadline, and is counted.

use std::{net::IpAddr, sync::Arc, time::Duration};

use tokio::{
    net::TcpStream,
    time::{Instant, sleep, timeout},
};

use super::{
    AddressPolicy, CertificateTrust, ConnectError, Network, NetworkLimits, PinnedTarget,
    ScopeRules, ScopedStream, StopSignal, TargetHost, Traffic,
    traffic::{CountedStream, Tally},
};

/// A resolver that needs longer is broken; glibc alone would try for 30 s.
const RESOLVE_DEADLINE: Duration = Duration::from_secs(5);

/// No honest name has more addresses; a hostile one could have thousands.
const MAX_ANSWERS: usize = 64;

/// One scan step's way to its target.
#[derive(Clone, Debug)]
pub struct ScopedConnector {
    network: Arc<Network>,
    rules: Arc<ScopeRules>,
    stop: StopSignal,
    tally: Arc<Tally>,
}

impl ScopedConnector {
    pub(super) fn new(network: Arc<Network>, rules: ScopeRules, stop: StopSignal) -> Self {
        let rules = Arc::new(rules);
        Self {
            network,
            rules,
            stop,
            tally: Arc::default(),
        }
    }

    #[must_use]
    pub fn limits(&self) -> &NetworkLimits {
        &self.network.limits
    }

    #[must_use]
    pub fn stop(&self) -> &StopSignal {
        &self.stop
    }

    #[must_use]
    pub fn policy(&self) -> &AddressPolicy {
        self.network.policy()
    }

    /// What went over this connector (and its clones) so far.
    #[must_use]
    pub fn traffic(&self) -> Traffic {
        self.tally.snapshot()
    }

    /// Resolves a host once and judges every answer: one that may not be touched refuses the whole name, because it says who
    /// else could answer next time.
    pub async fn pin(&self, host: &TargetHost, port: u16) -> Result<PinnedTarget, ConnectError> {
        let answers = match host {
            TargetHost::Address(address) => vec![*address],
            TargetHost::Name(name) => {
                self.rules
                    .could_permit(host, port)
                    .inspect_err(|_| self.tally.blocked())?;
                self.resolve(name.as_str()).await?
            }
        };
        for address in &answers {
            self.authorise(host, *address, port)?;
        }
        let Some(address) = answers.first().copied() else {
            return Err(ConnectError::Unresolvable(host.to_string()));
        };
        Ok(PinnedTarget {
            host: host.clone(),
            address,
            port,
            answers,
        })
    }

    /// The same address with another port, judged anew.
    pub fn pin_port(&self, target: &PinnedTarget, port: u16) -> Result<PinnedTarget, ConnectError> {
        self.authorise(&target.host, target.address, port)?;
        Ok(PinnedTarget {
            port,
            ..target.clone()
        })
    }

    /// Whether the rules reach this port of the target; asking is no attempt to leave them.
    #[must_use]
    pub fn is_in_scope(&self, target: &PinnedTarget, port: u16) -> bool {
        self.rules
            .permit(&target.host, target.address, port)
            .is_ok()
    }

    /// A TCP connection to the pinned address.
    pub async fn connect(&self, target: &PinnedTarget) -> Result<ScopedStream, ConnectError> {
        Ok(ScopedStream::plain(self.connect_tcp(target).await?))
    }

    /// A TLS connection to the pinned address; the host's name is what the certificate is judged by.
    pub async fn connect_tls(
        &self,
        target: &PinnedTarget,
        trust: CertificateTrust,
    ) -> Result<ScopedStream, ConnectError> {
        let stream = self.connect_tcp(target).await?;
        let handshake = self.network.tls.handshake(stream, &target.host, trust);
        let (stream, certificate) = self
            .stop
            .guard(timeout(self.limits().http.deadline, handshake))
            .await?
            .map_err(|_| ConnectError::TimedOut)??;
        Ok(ScopedStream::tls(stream, certificate))
    }

    async fn connect_tcp(&self, target: &PinnedTarget) -> Result<CountedStream, ConnectError> {
        // Again, although pinned: a target could have been pinned under other rules.
        self.authorise(&target.host, target.address, target.port)?;
        let wait = self.network.budget.reserve(target.address, Instant::now());
        if !wait.is_zero() {
            self.stop.guard(sleep(wait)).await?;
        }
        self.stop.check()?;
        self.tally.connecting();
        let connecting = timeout(
            self.limits().connect_deadline,
            TcpStream::connect(target.socket_address()),
        );
        let stream = self
            .stop
            .guard(connecting)
            .await?
            .map_err(|_| ConnectError::TimedOut)?
            .map_err(|error| ConnectError::from_io(&error))?;
        // On loopback the kernel may give a closed port its own number and connect it to itself.
        if stream.local_addr().ok() == stream.peer_addr().ok() {
            return Err(ConnectError::Refused);
        }
        // Requests are small and answered at once: waiting to fill a packet only costs time.
        stream
            .set_nodelay(true)
            .map_err(|error| ConnectError::from_io(&error))?;
        Ok(CountedStream::new(stream, Arc::clone(&self.tally)))
    }

    async fn resolve(&self, name: &str) -> Result<Vec<IpAddr>, ConnectError> {
        let asking = timeout(RESOLVE_DEADLINE, self.network.resolver.resolve(name));
        let Ok(Ok(answers)) = self.stop.guard(asking).await? else {
            return Err(ConnectError::Unresolvable(name.to_owned()));
        };
        if answers.len() > MAX_ANSWERS {
            return Err(ConnectError::TooManyAnswers(name.to_owned()));
        }
        Ok(answers)
    }

    fn authorise(&self, host: &TargetHost, address: IpAddr, port: u16) -> Result<(), ConnectError> {
        let judged: Result<(), ConnectError> = self
            .network
            .policy
            .judge(address, port)
            .map_err(ConnectError::from)
            .and_then(|()| Ok(self.rules.permit(host, address, port)?));
        if judged.is_err() {
            self.tally.blocked();
        }
        judged
    }
}
