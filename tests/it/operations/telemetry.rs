//! What an operator sees of a request: one span, its id everywhere, and a line if it was slow; never its contents.

use std::collections::BTreeMap;
use std::time::Duration;

use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::any_value::Value as Attribute;
use opentelemetry_proto::tonic::trace::v1::Span;
use prost::Message;
use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Client, Directory, PASSWORD, XorbProcess};
use crate::webhooks::receiver::{Receiver, Say};

/// In every variable and in the documents.
const NEEDLE: &str = "needlehaystack";

const SIGN_UP: &str = "mutation SignUpNow($input: SignUpInput!) { needlehaystack: signUp(input: $input) { \
    session { accessToken } userErrors { code } } }";
const TRAIL: &str = "query Trail { auditEvents(first: 10) { nodes { action requestId } } }";

/// A process that exports to a collector, with whatever else it is told.
struct Observed {
    collector: Receiver,
    xorb: XorbProcess,
    address: String,
    _folder: Directory,
}

impl Observed {
    async fn start(more: &[(&'static str, &str)]) -> Self {
        let collector = Receiver::saying(|_| Say::Status(200, "")).await;
        let folder = Directory::new("data");
        let mut environment = vec![
            ("XORB__HTTP__LISTEN", "127.0.0.1:0".to_owned()),
            ("XORB__DATA_DIR", folder.path().display().to_string()),
            (
                "XORB__TELEMETRY__OTLP_ENDPOINT",
                format!("http://{}", collector.address),
            ),
        ];
        environment.extend(
            more.iter()
                .map(|(name, value)| (*name, (*value).to_owned())),
        );
        let mut xorb = XorbProcess::start(&[], &environment);
        xorb.wait_until_ready().await;
        let address = xorb.addresses().0.unwrap();
        Self {
            collector,
            xorb,
            address,
            _folder: folder,
        }
    }

    /// Ends the process, which hands over what is left. What it wrote, and all spans.
    async fn end(self) -> (String, Vec<Span>) {
        let xorb = self.xorb;
        let (status, output) = tokio::task::spawn_blocking(|| xorb.terminate())
            .await
            .unwrap();
        assert!(status.success(), "{output}");
        let mut spans = Vec::new();
        for message in self.collector.received() {
            assert_eq!(message.path, "/v1/traces");
            let text = String::from_utf8_lossy(&message.bytes).to_lowercase();
            assert!(!text.contains(NEEDLE), "contents in a span: {text}");
            let request = ExportTraceServiceRequest::decode(message.bytes.as_slice()).unwrap();
            let scopes = request
                .resource_spans
                .into_iter()
                .flat_map(|resource| resource.scope_spans);
            spans.extend(scopes.flat_map(|scope| scope.spans));
        }
        (output, spans)
    }
}

/// The answer, and the id of its request as the header has it.
async fn ask(client: &Client, query: &str, variables: Value) -> (Value, String) {
    let body = json!({ "query": query, "variables": variables });
    let request = client.request(Method::POST, "/graphql").json(&body);
    let answer = request.send().await.unwrap();
    let id = answer.headers()["x-request-id"]
        .to_str()
        .unwrap()
        .to_owned();
    (answer.json().await.unwrap(), id)
}

fn attributes(span: &Span) -> BTreeMap<String, String> {
    let text = |value: Option<Attribute>| match value.unwrap() {
        Attribute::StringValue(text) => text,
        Attribute::IntValue(number) => number.to_string(),
        other => panic!("{other:?}"),
    };
    let pairs = span.attributes.iter().cloned();
    pairs
        .map(|pair| (pair.key, text(pair.value.unwrap().value)))
        .collect()
}

fn is_operation(span: &Span) -> bool {
    !span.name.starts_with("job ")
}

fn sign_up() -> Value {
    json!({ "input": {
        "tenantName": NEEDLE, "tenantSlug": NEEDLE, "email": format!("{NEEDLE}@acme.example"), "password": PASSWORD,
        "displayName": NEEDLE, "delivery": "TOKEN",
    } })
}

#[tokio::test(flavor = "multi_thread")]
async fn each_operation_is_one_span_with_its_facts_and_nothing_of_its_contents() {
    let observed = Observed::start(&[]).await;
    let client = Client::anonymous(&observed.address);
    let (signed_up, sign_up_id) = ask(&client, SIGN_UP, sign_up()).await;
    assert_eq!(signed_up["extensions"]["requestId"], sign_up_id);
    let token = signed_up["data"][NEEDLE]["session"]["accessToken"]
        .as_str()
        .unwrap();
    let known = client.with_token(token);
    let (trail, trail_id) = ask(&known, TRAIL, json!({})).await;
    let (refused, refused_id) = ask(&client, TRAIL, json!({})).await;
    assert_eq!(refused["errors"][0]["extensions"]["requestId"], refused_id);

    // The audit trail names the request as its answer does.
    let events = trail["data"]["auditEvents"]["nodes"].as_array().unwrap();
    let signed_up = events
        .iter()
        .find(|event| event["action"] == "tenant.signed_up");
    assert_eq!(signed_up.unwrap()["requestId"], sign_up_id);

    let (output, spans) = observed.end().await;
    assert!(output.contains(&sign_up_id), "the log names it too");
    let spans: Vec<Span> = spans.into_iter().filter(is_operation).collect();
    let mut names: Vec<&str> = spans.iter().map(|span| span.name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(
        names,
        ["mutation SignUpNow", "query Trail"],
        "one for each that ran"
    );
    for (span, (name, id)) in spans
        .iter()
        .zip([("SignUpNow", sign_up_id), ("Trail", trail_id)])
    {
        let attributes = attributes(span);
        assert_eq!(
            (attributes["name"].as_str(), &attributes["request_id"]),
            (name, &id)
        );
        let hash = &attributes["hash"];
        assert!(
            hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()),
            "{hash}"
        );
        assert!(attributes["cost"].parse::<u64>().unwrap() > 0);
        let keys: Vec<&str> = attributes.keys().map(String::as_str).collect();
        assert_eq!(keys, ["cost", "hash", "kind", "name", "request_id"]);
        assert!(span.events.is_empty() && span.parent_span_id.is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_operation_is_logged_without_its_contents() {
    let observed = Observed::start(&[
        ("XORB__TELEMETRY__SLOW_OPERATION_MS", "1"),
        ("XORB__LOG__LEVEL", "warn,xorb::commands=info"),
    ])
    .await;
    let client = Client::anonymous(&observed.address);
    // It hashes a password, which takes longer than a millisecond on any machine.
    let (_, id) = ask(&client, SIGN_UP, sign_up()).await;
    let (output, _) = observed.end().await;
    let lines: Vec<Value> = output
        .lines()
        .filter(|line| line.contains("slow operation"))
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let [line] = &lines[..] else {
        panic!("{output}")
    };
    assert_eq!(
        (&line["request_id"], &line["name"]),
        (&json!(id), &json!("SignUpNow"))
    );
    assert!(line["took_ms"].as_u64().unwrap() >= 1 && line["cost"].as_u64().unwrap() > 0);
    assert!(!output.to_lowercase().contains(NEEDLE), "{output}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trace_goes_on_from_a_trusted_proxy_and_from_nobody_else() {
    const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
    const SPAN: &str = "b7ad6b7169203331";
    for (proxies, is_trusted) in [("127.0.0.0/8", true), ("10.0.0.0/8", false)] {
        let observed = Observed::start(&[("XORB__HTTP__TRUSTED_PROXIES", proxies)]).await;
        let client = Client::anonymous(&observed.address);
        let request = client
            .request(Method::POST, "/graphql")
            .header("traceparent", format!("00-{TRACE}-{SPAN}-01"))
            .json(&json!({ "query": "query Limits { rateLimit { cost } }" }));
        assert_eq!(request.send().await.unwrap().status(), 200);
        let (_, spans) = observed.end().await;
        let spans: Vec<Span> = spans.into_iter().filter(is_operation).collect();
        assert_eq!(spans.len(), 1);
        assert_eq!(
            hex::encode(&spans[0].trace_id) == TRACE,
            is_trusted,
            "{proxies}"
        );
        let parent = hex::encode(&spans[0].parent_span_id);
        assert_eq!(parent, if is_trusted { SPAN } else { "" });
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_is_a_part_of_the_trace_of_what_enqueued_it() {
    const VERIFY: &str = "mutation Verify { verifyAuditTrail { job { id } } }";
    const STATE: &str = "query State($id: ID!) { job(id: $id) { state } }";
    let observed = Observed::start(&[]).await;
    let client = Client::anonymous(&observed.address);
    let (signed_up, _) = ask(&client, SIGN_UP, sign_up()).await;
    let token = signed_up["data"][NEEDLE]["session"]["accessToken"]
        .as_str()
        .unwrap();
    let known = client.with_token(token);
    let (answer, _) = ask(&known, VERIFY, json!({})).await;
    let job = &answer["data"]["verifyAuditTrail"]["job"]["id"];
    let succeeded = async {
        loop {
            let (answer, _) = ask(&known, STATE, json!({ "id": job })).await;
            if answer["data"]["job"]["state"] == "SUCCEEDED" {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), succeeded)
        .await
        .expect("the job succeeds");
    let (_, spans) = observed.end().await;
    let span = |name: &str| spans.iter().find(|span| span.name == name).unwrap();
    let (mutation, run) = (span("mutation Verify"), span("job verify_audit_trail"));
    assert_eq!(run.trace_id, mutation.trace_id);
    assert_eq!(run.parent_span_id, mutation.span_id);
    assert_eq!(attributes(run)["attempt"], "1");
    let keys: Vec<String> = attributes(run).into_keys().collect();
    assert_eq!(keys, ["attempt", "job_id", "kind", "tenant_id"]);
}
