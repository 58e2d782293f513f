//! Which ports accept a connection. A refusal is an answer; silence is asked again once and then inconclusive, because a
//! firewall that drops and a packet that was lost look the same.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use futures_util::{StreamExt, stream};
use tokio::{io::AsyncReadExt, time::timeout};
use xorb_domain::{
    findings::Location,
    net::{ConnectError, ScopedStream, TargetAddress},
};

use super::{
    StepInput,
    evidence::first_line,
    observations::Observations,
    service_table::{QUICK_PORTS, Service, service},
};

/// Services that speak first do so at once; the others are not asked.
const GREETING_DEADLINE: Duration = Duration::from_millis(500);

/// A greeting is a line.
const MAX_GREETING_BYTES: usize = 256;

/// What a port did.
#[derive(Clone, Debug, PartialEq, Eq)]
enum PortState {
    Open { greeting: String },
    Closed,
    Silent,
    Failed(ConnectError),
}

/// Looks at the usual ports as far as the scope reaches, and at the asset's own.
pub(super) async fn run(input: &StepInput<'_>) -> Observations {
    let services = services_in_scope(input);
    let total = u64::try_from(services.len()).unwrap_or(u64::MAX);
    let done = AtomicU64::new(0);
    let done = &done;
    let states: Vec<(Service, PortState)> = stream::iter(services)
        .map(|service| async move {
            let state = probe(input, service.port).await;
            let count = done.fetch_add(1, Ordering::Relaxed).saturating_add(1);
            (input.progress)(count, total);
            (service, state)
        })
        .buffer_unordered(input.connector.limits().open_connects.max(1))
        .collect()
        .await;
    judge(input, &states)
}

fn services_in_scope(input: &StepInput<'_>) -> Vec<Service> {
    let own = input
        .target
        .port()
        .filter(|port| QUICK_PORTS.iter().all(|service| service.port != *port));
    let all = QUICK_PORTS.iter().copied().chain(own.map(service));
    all.filter(|service| input.connector.is_in_scope(input.pinned, service.port))
        .collect()
}

async fn probe(input: &StepInput<'_>, port: u16) -> PortState {
    match knock(input, port).await {
        PortState::Silent => knock(input, port).await,
        answered => answered,
    }
}

async fn knock(input: &StepInput<'_>, port: u16) -> PortState {
    let target = match input.connector.pin_port(input.pinned, port) {
        Ok(target) => target,
        Err(error) => return PortState::Failed(error),
    };
    match input.connector.connect(&target).await {
        // The other engines talk to it; nobody waits for its greeting.
        Ok(_) if is_the_site_itself(input.target, port) => PortState::Open {
            greeting: String::new(),
        },
        Ok(stream) => PortState::Open {
            greeting: greeting(input, stream).await,
        },
        Err(ConnectError::Refused) => PortState::Closed,
        Err(ConnectError::TimedOut) => PortState::Silent,
        Err(error) => PortState::Failed(error),
    }
}

async fn greeting(input: &StepInput<'_>, mut stream: ScopedStream) -> String {
    let mut buffer = vec![0; MAX_GREETING_BYTES];
    let listening = timeout(GREETING_DEADLINE, stream.read(&mut buffer));
    let count = match input.connector.stop().guard(listening).await {
        Ok(Ok(Ok(count))) => count,
        _ => 0,
    };
    buffer.truncate(count);
    first_line(&String::from_utf8_lossy(&buffer)).to_owned()
}

fn judge(input: &StepInput<'_>, states: &[(Service, PortState)]) -> Observations {
    let mut seen = Observations::default();
    let host = input.pinned.host().authority();
    for (service, state) in states {
        let location = Location::port("tcp", host.clone(), service.port);
        match state {
            PortState::Open { .. } if is_the_site_itself(input.target, service.port) => {
                seen.not_vulnerable(service.check, location);
            }
            PortState::Open { greeting } => {
                seen.vulnerable(service.check, location, &evidence(*service, greeting));
            }
            PortState::Closed => seen.not_vulnerable(service.check, location),
            PortState::Silent => seen.inconclusive(service.check, location),
            PortState::Failed(error) => seen.failed(service.check, location, &error.clone().into()),
        }
        if let PortState::Failed(error @ ConnectError::Stopped(_)) = state {
            seen.error(error.code(), error.to_string());
        }
    }
    let answered = |state: &PortState| matches!(state, PortState::Open { .. } | PortState::Closed);
    if !states.is_empty() && !states.iter().any(|(_, state)| answered(state)) {
        seen.error(
            "target_unresponsive",
            "no port answered; the target is down or drops our connections",
        );
    }
    seen
}

/// A web asset's own port is open on purpose.
fn is_the_site_itself(target: &TargetAddress, port: u16) -> bool {
    matches!(target, TargetAddress::Web { port: own, .. } if *own == port)
}

fn evidence(service: Service, greeting: &str) -> String {
    let Service { port, name, .. } = service;
    let accepted = format!("TCP port {port} (usually {name}) accepted a connection.");
    match greeting {
        "" => accepted,
        greeting => format!("{accepted}\nIt greets: {greeting}"),
    }
}
