//! Looks for things by path, and believes only their content: a status says nothing, because servers answer 200 to anything
//! and block in mid-scan. Controls with unknown names come before and after.

use futures_util::{StreamExt, stream};
use xorb_domain::{
    findings::Check,
    net::http::{
        BodyEnd, HttpClient, HttpError, HttpLimits, Method, RequestPath, Response, WebEndpoint,
    },
};

use super::{
    StepInput,
    observations::Observations,
    soft_404::Control,
    visit::{page, site, visit_all},
};

/// Signatures are at the beginning; archives need not be fetched.
const PROBE_BODY_BYTES: usize = 32 * 1024;

/// Requests to one site at once: what a browser opens.
const PARALLEL_PROBES: usize = 4;

/// A path and how its content is recognised.
#[derive(Clone, Copy, Debug)]
pub(super) struct ContentProbe {
    pub(super) check: &'static Check,
    pub(super) path: &'static str,
    /// The evidence, if the content is what the check looks for.
    pub(super) signature: fn(&[u8]) -> Option<String>,
}

/// What an answer means.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Verdict {
    Found(String),
    Absent,
    Unknown,
}

/// Runs the probes against every web server of the target. `unknown` makes a path of a name that does not exist.
pub(super) async fn run(
    input: &StepInput<'_>,
    probes: &[ContentProbe],
    unknown: fn(&str) -> String,
) -> Observations {
    let mut seen = Observations::default();
    let limits = input.connector.limits().http;
    let limits = HttpLimits {
        body_bytes: limits.body_bytes.min(PROBE_BODY_BYTES),
        ..limits
    };
    let client = HttpClient::new(input.connector, limits);
    let mut visited: Vec<WebEndpoint> = Vec::new();
    for visit in visit_all(input, &client, &mut seen).await {
        match visit.page() {
            Ok(front) if visited.contains(&front.endpoint) => {}
            Ok(front) => {
                visited.push(front.endpoint.clone());
                probe_site(input, &client, &front.endpoint, probes, unknown, &mut seen).await;
            }
            Err(failure) => give_up(&visit.start, probes, &failure, &mut seen),
        }
    }
    seen
}

async fn probe_site(
    input: &StepInput<'_>,
    client: &HttpClient<'_>,
    endpoint: &WebEndpoint,
    probes: &[ContentProbe],
    unknown: fn(&str) -> String,
    seen: &mut Observations,
) {
    let control = match ask_control(input, client, endpoint, unknown).await {
        Ok(control) => control,
        Err(failure) => return give_up(endpoint, probes, &failure, seen),
    };
    let total = u64::try_from(probes.len()).unwrap_or(u64::MAX);
    // Owned: of a stream that borrows its probes the compiler can't tell that it may move between threads.
    let numbered: Vec<(ContentProbe, u64)> = probes.iter().copied().zip(1_u64..).collect();
    let mut answers = stream::iter(numbered)
        .map(|(probe, number)| async move {
            let answer = match RequestPath::new(probe.path) {
                Ok(path) => client.send(Method::Get, endpoint, &path).await,
                Err(error) => Err(error),
            };
            (input.progress)(number, total);
            (probe, answer)
        })
        .buffered(PARALLEL_PROBES);
    let mut verdicts = Vec::new();
    while let Some((probe, answer)) = answers.next().await {
        if let Err(error) = &answer
            && error.is_stopped()
        {
            seen.error(error.code(), error.to_string());
        }
        verdicts.push((
            probe,
            answer.map(|response| judge(&control, &response, &probe)),
        ));
    }
    let later = ask_control(input, client, endpoint, unknown).await;
    let is_steady = later.is_ok_and(|later| control.agrees_with(&later));
    for (probe, verdict) in verdicts {
        record(endpoint, &probe, verdict, is_steady, seen);
    }
}

async fn ask_control(
    input: &StepInput<'_>,
    client: &HttpClient<'_>,
    endpoint: &WebEndpoint,
    unknown: fn(&str) -> String,
) -> Result<Control, HttpError> {
    let path = RequestPath::new(unknown(&input.unknown_name()))?;
    Control::ask(client, endpoint, path).await
}

fn judge(control: &Control, response: &Response, probe: &ContentProbe) -> Verdict {
    match response.head.status {
        200 | 206 => judge_content(control, response, probe),
        // Protected, if unknown names are answered otherwise; else everything is, and what is behind it nobody saw.
        401 | 403 | 407 if control.status() == response.head.status => Verdict::Unknown,
        408 | 425 | 429 | 500.. => Verdict::Unknown,
        300..=499 => Verdict::Absent,
        _ => Verdict::Unknown,
    }
}

fn judge_content(control: &Control, response: &Response, probe: &ContentProbe) -> Verdict {
    let Some(body) = response.plain_body() else {
        return Verdict::Unknown;
    };
    if let Some(evidence) = (probe.signature)(body) {
        let is_said_of_anything = control
            .soft_body()
            .is_some_and(|soft| (probe.signature)(soft).is_some());
        return if is_said_of_anything {
            Verdict::Unknown
        } else {
            Verdict::Found(evidence)
        };
    }
    let was_cut = matches!(response.body.end, BodyEnd::Deadline | BodyEnd::Broken);
    let is_other_than_unknown = control.soft_body().is_some() && !control.resembles(response);
    if was_cut || is_other_than_unknown {
        Verdict::Unknown
    } else {
        Verdict::Absent
    }
}

fn record(
    endpoint: &WebEndpoint,
    probe: &ContentProbe,
    verdict: Result<Verdict, HttpError>,
    is_steady: bool,
    seen: &mut Observations,
) {
    let location = page(endpoint, probe.path);
    match verdict {
        Ok(Verdict::Found(evidence)) => seen.vulnerable(probe.check, location, &evidence),
        Ok(Verdict::Absent) if is_steady => seen.not_vulnerable(probe.check, location),
        Ok(Verdict::Absent | Verdict::Unknown) => seen.inconclusive(probe.check, location),
        Err(error) => seen.failed(probe.check, location, &error),
    }
}

fn give_up(
    endpoint: &WebEndpoint,
    probes: &[ContentProbe],
    failure: &HttpError,
    seen: &mut Observations,
) {
    seen.error(failure.code(), format!("{}: {failure}", site(endpoint)));
    for probe in probes {
        seen.failed(probe.check, page(endpoint, probe.path), failure);
    }
}
