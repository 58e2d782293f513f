//! Visiting the front page of a target's web servers, as a browser would: redirects are followed inside the scope, and what
//! was seen on the way is kept.

use futures_util::{StreamExt, stream};
use xorb_domain::{
    findings::Location,
    net::{
        ConnectError, Scheme, TargetAddress,
        http::{HttpClient, HttpError, Method, RequestPath, Response, WebEndpoint},
    },
};

use super::{StepInput, observations::Observations};

/// Where a host without a named port is asked for web servers.
const WEB_PORTS: &[(Scheme, u16)] = &[
    (Scheme::Http, 80),
    (Scheme::Https, 443),
    (Scheme::Http, 3000),
    (Scheme::Http, 5000),
    (Scheme::Http, 8000),
    (Scheme::Http, 8008),
    (Scheme::Http, 8080),
    (Scheme::Https, 8443),
    (Scheme::Http, 8888),
];

/// One visit: every answer on the way, and what stopped it short of a page.
#[derive(Debug)]
pub(super) struct Visit {
    pub(super) start: WebEndpoint,
    pub(super) chain: Vec<Response>,
    pub(super) failure: Option<HttpError>,
}

impl Visit {
    /// The page where it ended.
    pub(super) fn page(&self) -> Result<&Response, HttpError> {
        match (&self.failure, self.chain.last()) {
            (Some(failure), _) => Err(failure.clone()),
            (None, Some(page)) => Ok(page),
            (None, None) => Err(HttpError::Closed),
        }
    }

    /// Whether something else listens there, or nobody; only a site that somebody named must be one.
    fn is_no_web_server(&self) -> bool {
        matches!(
            self.failure,
            Some(HttpError::NotHttp | HttpError::Connect(ConnectError::Refused))
        ) && self.chain.is_empty()
    }

    /// Whether nothing is known about the port; the port scan says so where ports are the subject.
    fn is_silent(&self) -> bool {
        matches!(
            self.failure,
            Some(HttpError::Connect(
                ConnectError::TimedOut | ConnectError::Unreachable(_)
            ))
        ) && self.chain.is_empty()
    }
}

/// Visits the site, or whatever web servers the host has. What can't be visited is in `seen` as the step's error.
pub(super) async fn visit_all(
    input: &StepInput<'_>,
    client: &HttpClient<'_>,
    seen: &mut Observations,
) -> Vec<Visit> {
    let named = match input.target {
        TargetAddress::Web { scheme, port, .. } => Some((*scheme, *port)),
        TargetAddress::Host { port, .. } => port.map(|port| (Scheme::Http, port)),
    };
    let asked = named.map_or_else(|| WEB_PORTS.to_vec(), |only| vec![only]);
    let endpoints: Vec<WebEndpoint> = asked
        .into_iter()
        .filter(|(_, port)| input.connector.is_in_scope(input.pinned, *port))
        .filter_map(|(scheme, port)| {
            let target = input.connector.pin_port(input.pinned, port).ok()?;
            Some(WebEndpoint::new(scheme, target))
        })
        .collect();
    let mut visits: Vec<Visit> = stream::iter(endpoints)
        .map(|endpoint| visit(client, endpoint))
        .buffered(input.connector.limits().open_connects.max(1))
        .collect()
        .await;
    if named.is_none() {
        let asked_silent = visits.iter().any(Visit::is_silent);
        visits.retain(|visit| !visit.is_no_web_server() && !visit.is_silent());
        match (visits.is_empty(), asked_silent) {
            (true, true) => seen.error(
                "target_unresponsive",
                "no web server answered, and some ports stay silent",
            ),
            (true, false) => seen.nothing_to_test(),
            (false, _) => {}
        }
    }
    for failure in visits.iter().filter_map(|visit| visit.failure.as_ref()) {
        seen.error(failure.code(), failure.to_string());
    }
    visits
}

async fn visit(client: &HttpClient<'_>, start: WebEndpoint) -> Visit {
    let mut visit = Visit {
        start,
        chain: Vec::new(),
        failure: None,
    };
    let mut answer = client
        .send(Method::Get, &visit.start, &RequestPath::root())
        .await;
    loop {
        match answer {
            Ok(response) => visit.chain.push(response),
            Err(failure) => {
                visit.failure = Some(failure);
                return visit;
            }
        }
        answer = match visit.chain.last() {
            Some(last) if last.head.is_redirect() => client.follow(last).await,
            _ => return visit,
        };
    }
}

/// The site as a whole: header fields and cookies are a matter of the site, not of the page that happens to come first.
pub(super) fn site(endpoint: &WebEndpoint) -> Location {
    page(endpoint, "/")
}

/// One page of a site.
pub(super) fn page(endpoint: &WebEndpoint, path: &str) -> Location {
    let host = endpoint.target.host().authority();
    Location::page(endpoint.scheme.name(), host, endpoint.target.port(), path)
}
