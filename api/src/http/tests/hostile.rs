//! The published corpus against the gate alone: each document is refused for the reason that its first line says, and no
//! reason is without a document. `tests/it/api/hostile_documents.rs` sends the same files to the whole program.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use serde_json::json;

use super::client::{post, send};
use crate::execute::RequestParams;
use crate::gate::{GateLimits, Reason, Refusal, admit};

/// Stages that are not the gate's: they refuse what the gate lets through, or what is no request.
const OTHER_STAGES: [&str; 3] = ["Cost", "Request", "Validation"];

struct Hostile {
    name: String,
    code: String,
    reason: String,
    words: String,
    request: RequestParams,
}

/// All files whose reason is one of the gate's.
fn for_the_gate() -> Vec<Hostile> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/hostile_documents");
    let files = fs::read_dir(folder).unwrap();
    files
        .filter_map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            let bytes = fs::read(&path).unwrap();
            let end = bytes.iter().position(|byte| *byte == b'\n').unwrap();
            let (first, content) = (String::from_utf8_lossy(&bytes[..end]), &bytes[end + 1..]);
            let (expected, words) = first.trim_start_matches("# ").split_once(": ").unwrap();
            let (code, reason) = expected.split_once(' ').unwrap();
            if OTHER_STAGES.contains(&reason) {
                return None;
            }
            let is_body = path
                .extension()
                .is_some_and(|extension| extension == "body");
            let body = if is_body {
                content.to_vec()
            } else {
                json!({ "query": std::str::from_utf8(content).unwrap() })
                    .to_string()
                    .into_bytes()
            };
            let request = RequestParams::from_json(&body).unwrap();
            Some(Hostile {
                name,
                code: code.to_owned(),
                reason: reason.to_owned(),
                words: words.to_owned(),
                request,
            })
        })
        .collect()
}

fn refusal(request: &RequestParams) -> Option<Refusal> {
    let limits = GateLimits::default();
    let query = request.query.as_deref().unwrap();
    match admit(query, request.operation_name.as_deref(), &limits) {
        Err(refusal) => Some(refusal),
        Ok(admitted) => {
            let mut variables = request.variables.clone();
            admitted.complete_variables(&mut variables, &limits).err()
        }
    }
}

#[test]
fn each_document_is_refused_for_its_reason_and_each_reason_has_a_document() {
    let mut met = HashSet::new();
    for hostile in for_the_gate() {
        let name = &hostile.name;
        let refusal = refusal(&hostile.request).unwrap_or_else(|| panic!("{name} is admitted"));
        let text = refusal.error.to_string();
        assert_eq!(
            format!("{:?}", refusal.reason),
            hostile.reason,
            "{name}: {text}"
        );
        assert_eq!(refusal.error.code().as_str(), hostile.code, "{name}");
        assert!(text.contains(&hostile.words), "{name}: {text}");
        met.insert(refusal.reason);
    }
    let missing: Vec<_> = Reason::ALL
        .iter()
        .filter(|reason| !met.contains(reason))
        .collect();
    assert!(missing.is_empty(), "no document for {missing:?}");
}

#[actix_web::test]
async fn a_default_decides_what_is_skipped() {
    let query = "query($no: Boolean! = false, $yes: Boolean = true) { \
                 a: hello @include(if: $no) b: hello @skip(if: $yes) c: hello @include(if: $yes) }";
    let reply = send(post(query)).await;
    assert_eq!(
        reply.json()["data"],
        json!({ "c": "hello " }),
        "{}",
        reply.text
    );
}
