//! The published corpus against the whole program, as a process of its own: each file is refused as its first line says,
//! memory stays flat, and the process goes on answering.

use std::fs;
use std::path::Path;
use std::time::Duration;

use reqwest::Client;
use serde_json::{Value, json};

use crate::harness::{Mode, PASSWORD, Stores, XorbProcess};
use crate::structure::sources::root;

const DEADLINE: Duration = Duration::from_secs(60);
const ROUNDS: usize = 3;
/// What the allocator may keep back after the first round.
const FLAT: u64 = 32 * 1024;

struct Hostile {
    name: String,
    code: String,
    words: String,
    body: Vec<u8>,
}

fn corpus() -> Vec<Hostile> {
    let files = fs::read_dir(root().join("tests/hostile_documents")).unwrap();
    let mut corpus: Vec<_> = files.map(|entry| read(&entry.unwrap().path())).collect();
    corpus.sort_by(|one, other| one.name.cmp(&other.name));
    corpus
}

fn read(path: &Path) -> Hostile {
    let bytes = fs::read(path).unwrap();
    let end = bytes.iter().position(|byte| *byte == b'\n').unwrap();
    let (first, content) = (String::from_utf8_lossy(&bytes[..end]), &bytes[end + 1..]);
    let (expected, words) = first.trim_start_matches("# ").split_once(": ").unwrap();
    let (code, _) = expected.split_once(' ').unwrap();
    let name = path.file_name().unwrap().to_str().unwrap().to_owned();
    let is_document = path
        .extension()
        .is_some_and(|extension| extension == "graphql");
    let body = if is_document {
        let query = std::str::from_utf8(content).unwrap();
        json!({ "query": query }).to_string().into_bytes()
    } else {
        content.to_vec()
    };
    Hostile {
        name,
        code: code.to_owned(),
        words: words.to_owned(),
        body,
    }
}

#[tokio::test]
async fn every_hostile_document_is_refused_as_its_first_line_says_and_leaves_nothing_behind() {
    let stores = Stores::new(Mode::Embedded).await;
    let mut environment = stores.environment();
    environment.push(("XORB__HTTP__LISTEN", "127.0.0.1:0".to_owned()));
    environment.push(("XORB__ADMIN__LISTEN", "127.0.0.1:0".to_owned()));
    environment.push(("XORB__RATE_LIMIT__MODE", "off".to_owned()));
    let mut process = XorbProcess::start(&[], &environment);
    process.wait_until_ready().await;
    let base = process.addresses().0.unwrap();
    let http = Client::builder().timeout(DEADLINE).build().unwrap();
    let token = sign_up(&http, &base).await;
    let corpus = corpus();
    let mut faults = Vec::new();
    let mut after_first = 0;
    for round in 0..ROUNDS {
        for hostile in &corpus {
            let answer = send(&http, &base, &token, hostile.body.clone()).await;
            if let (0, Some(fault)) = (round, fault(hostile, &answer)) {
                faults.push(fault);
            }
        }
        if round == 0 {
            after_first = process.resident_kib();
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let grown = process.resident_kib().saturating_sub(after_first);
    assert!(grown < FLAT, "memory has grown by {grown} KiB");
    let plain = json!({ "query": "{ viewer { permissions } }" }).to_string();
    let (status, text) = send(&http, &base, &token, plain.into_bytes()).await;
    assert_eq!(status, 200, "{text}");
    process.kill();
}

async fn sign_up(http: &Client, base: &str) -> String {
    let query =
        "mutation($input: SignUpInput!) { signUp(input: $input) { session { accessToken } } }";
    let input = json!({
        "tenantName": "acme", "tenantSlug": "acme", "email": "owner@acme.example",
        "password": PASSWORD, "displayName": "Owner", "delivery": "TOKEN",
    });
    let body = json!({ "query": query, "variables": { "input": input } });
    let request = http.post(format!("{base}/graphql")).json(&body);
    let answer: Value = request.send().await.unwrap().json().await.unwrap();
    let token = &answer["data"]["signUp"]["session"]["accessToken"];
    token
        .as_str()
        .unwrap_or_else(|| panic!("{answer}"))
        .to_owned()
}

async fn send(http: &Client, base: &str, token: &str, body: Vec<u8>) -> (u16, String) {
    let request = http
        .post(format!("{base}/graphql"))
        .bearer_auth(token)
        .header("content-type", "application/json")
        .header("accept", "application/graphql-response+json")
        .body(body);
    let response = request.send().await.unwrap();
    (response.status().as_u16(), response.text().await.unwrap())
}

fn fault(hostile: &Hostile, (status, text): &(u16, String)) -> Option<String> {
    let answer: Value = serde_json::from_str(text).unwrap_or_default();
    let error = &answer["errors"][0];
    let (code, message) = (&error["extensions"]["code"], &error["message"]);
    let is_as_said = *status == 400
        && *code == hostile.code.as_str()
        && message
            .as_str()
            .is_some_and(|text| text.contains(&hostile.words))
        && text.len() < 20_000;
    let start: String = text.chars().take(200).collect();
    let (name, length) = (&hostile.name, text.len());
    (!is_as_said).then(|| format!("{name}: {status}, {length} bytes: {start}"))
}
