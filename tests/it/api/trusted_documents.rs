//! Documents that front ends send by their id: the manifest, where ids are understood, and who must send them.

use std::fs;
use std::path::{Path, PathBuf};

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Answer, Client, Directory, Mode, TestApp, XorbProcess};

const VIEWER: &str = "query Viewer { viewer { ...Fields } }\n";
const FIELDS: &str = "fragment Fields on Viewer { permissions ...More }\n";
const MORE: &str = "fragment More on Viewer { user { email } }\n";
const LOG_OUT: &str = "mutation LogOut { logOut { userErrors { code } } }\n";
const TYPES: &str = "{ __schema { types { name } } }\n";

/// A folder of documents, and the manifest built from it by the program.
struct Documents {
    folder: Directory,
    output: String,
}

impl Documents {
    fn build() -> Self {
        let folder = Directory::new("documents");
        let nested = folder.path().join("fragments");
        fs::create_dir(&nested).unwrap();
        fs::write(folder.path().join("viewer.graphql"), VIEWER).unwrap();
        fs::write(folder.path().join("log_out.gql"), LOG_OUT).unwrap();
        fs::write(folder.path().join("types.graphql"), TYPES).unwrap();
        fs::write(folder.path().join("notes.txt"), "{ nothing }").unwrap();
        fs::write(nested.join("fields.graphql"), FIELDS).unwrap();
        fs::write(nested.join("more.graphql"), MORE).unwrap();
        let (code, output) = build(folder.path(), &folder.path().join("manifest.json"));
        assert_eq!(code, Some(0), "{output}");
        Self { folder, output }
    }

    fn manifest(&self) -> PathBuf {
        self.folder.path().join("manifest.json")
    }

    /// The id that the program has told for a file.
    fn id(&self, file: &str) -> String {
        let mut lines = self.output.lines();
        let line = lines.find(|line| line.ends_with(file)).unwrap();
        line.split_once("  ").unwrap().0.to_owned()
    }

    async fn app(&self, mode: &str) -> TestApp {
        let manifest = self.manifest();
        let variables = [
            ("XORB__TRUSTED_DOCUMENTS__MODE", mode),
            (
                "XORB__TRUSTED_DOCUMENTS__MANIFEST",
                manifest.to_str().unwrap(),
            ),
            ("XORB__GRAPHQL__ANONYMOUS_INTROSPECTION", "false"),
        ];
        TestApp::start_with(Mode::Embedded, &variables).await
    }
}

fn build(folder: &Path, out: &Path) -> (Option<i32>, String) {
    let (folder, out) = (folder.to_str().unwrap(), out.to_str().unwrap());
    let arguments = ["documents", "build", folder, "--out", out];
    let (status, output) = XorbProcess::start(&arguments, &[]).exit();
    (status.code(), output)
}

async fn send(client: &Client, body: Value, headers: &[(&str, &str)]) -> Answer {
    let request = client.request(Method::POST, "/graphql").json(&body);
    let request = headers.iter().fold(request, |request, (name, value)| {
        request.header(*name, *value)
    });
    Answer::of(request.send().await.unwrap()).await
}

#[track_caller]
fn assert_refused(answer: &Answer, words: &str) {
    let text = answer.body["errors"][0]["message"]
        .as_str()
        .unwrap_or_default();
    assert!(text.contains(words), "{answer:?}");
    assert_eq!(answer.code(), Some("BAD_USER_INPUT"), "{answer:?}");
    assert!(
        answer.status == 400 && answer.body["data"].is_null(),
        "{answer:?}"
    );
}

#[tokio::test]
async fn known_documents_run_by_their_id_over_post_get_and_a_socket() {
    let documents = Documents::build();
    let app = documents.app("allowed").await;
    let owner = app.owner().await;
    let id = documents.id("viewer.graphql");
    let answer = send(owner, json!({ "documentId": id }), &[]).await;
    assert_eq!(answer.text("/viewer/user/email"), "owner@acme.example");

    let path = format!("/graphql?documentId={id}&operationName=Viewer");
    let got = owner.request(Method::GET, &path).send().await.unwrap();
    assert_eq!(
        Answer::of(got).await.text("/viewer/user/email"),
        "owner@acme.example"
    );

    let mut socket = owner.subscribe_with(json!({ "documentId": id })).await;
    let told = socket.next().await.unwrap();
    assert_eq!(told["viewer"]["user"]["email"], "owner@acme.example");

    let own = owner.graphql("{ viewer { permissions } }", json!({})).await;
    assert_eq!(own.status, 200);
    app.finish().await;
}

#[tokio::test]
async fn what_names_no_known_document_is_refused_and_told_what_to_do() {
    let documents = Documents::build();
    let app = documents.app("allowed").await;
    let owner = app.owner().await;
    let (known, unknown) = (
        documents.id("viewer.graphql"),
        format!("sha256:{}", "0".repeat(64)),
    );
    let body = |id: &str| json!({ "documentId": id });
    assert_refused(
        &send(owner, body(&unknown), &[]).await,
        "PersistedDocumentNotFound",
    );
    for id in [
        "",
        "sha256:",
        "../manifest.json",
        &known.to_uppercase(),
        &format!("{known}0"),
    ] {
        assert_refused(&send(owner, body(id), &[]).await, "64 lower-case");
    }
    let both = json!({ "documentId": known, "query": "{ viewer { permissions } }" });
    assert_refused(&send(owner, both, &[]).await, "not both");
    assert_refused(&send(owner, json!({}), &[]).await, "no document");

    let log_out = format!("/graphql?documentId={}", documents.id("log_out.gql"));
    let got = owner.request(Method::GET, &log_out).send().await.unwrap();
    assert_eq!(
        (
            got.status().as_u16(),
            got.headers()["allow"].to_str().unwrap()
        ),
        (405, "POST")
    );
    app.finish().await;
}

#[tokio::test]
async fn a_known_document_opens_nothing_that_is_closed() {
    let documents = Documents::build();
    let app = documents.app("required").await;
    let nobody = app.anonymous();
    for file in ["types.graphql", "viewer.graphql"] {
        let answer = send(&nobody, json!({ "documentId": documents.id(file) }), &[]).await;
        assert_eq!(answer.code(), Some("UNAUTHENTICATED"), "{file}: {answer:?}");
    }
    app.finish().await;
}

#[tokio::test]
async fn browsers_can_be_kept_to_known_documents() {
    let documents = Documents::build();
    let app = documents.app("required_for_browsers").await;
    let owner = app.owner().await;
    let own = || json!({ "query": "{ viewer { permissions } }" });
    let known = || json!({ "documentId": documents.id("viewer.graphql") });
    assert_eq!(send(owner, own(), &[]).await.status, 200);
    let origin = owner.base().to_owned();
    for header in [
        ("origin", origin.as_str()),
        ("sec-fetch-site", "same-origin"),
        ("cookie", "__Host-xorb_session=x"),
    ] {
        assert_refused(&send(owner, own(), &[header]).await, "for web pages");
        assert_eq!(
            send(owner, known(), &[header]).await.status,
            200,
            "{header:?}"
        );
    }
    app.finish().await;
}

#[tokio::test]
async fn everybody_can_be_kept_to_known_documents_and_off_means_off() {
    let documents = Documents::build();
    let required = documents.app("required").await;
    let nobody = required.anonymous();
    let own = nobody.graphql("{ rateLimit { cost } }", json!({})).await;
    assert_refused(&own, "only known documents");
    required.finish().await;

    let off = TestApp::start(Mode::Embedded).await;
    let id = documents.id("viewer.graphql");
    let answer = send(&off.anonymous(), json!({ "documentId": id }), &[]).await;
    assert_refused(&answer, "as `query`");
    off.finish().await;
}

#[test]
fn a_folder_with_a_document_that_would_not_run_gives_no_manifest() {
    for (text, words) in [
        ("{ viewer { telephone } }", "telephone"),
        ("{ viewer { ...Nowhere } }", "Nowhere"),
        ("{ viewer { ", "expected"),
        (
            "{ scans(first: 100) { nodes { findings(first: 100) { nodes { id } } } } }",
            "points",
        ),
    ] {
        let folder = Directory::new("documents");
        fs::write(folder.path().join("wrong.graphql"), text).unwrap();
        let manifest = folder.path().join("manifest.json");
        let (code, output) = build(folder.path(), &manifest);
        assert_eq!(code, Some(1), "{output}");
        assert!(
            output.contains("wrong.graphql") && output.contains(words),
            "{output}"
        );
        assert!(!manifest.exists());
    }
    let empty = Directory::new("documents");
    let (code, output) = build(empty.path(), &empty.path().join("manifest.json"));
    assert!(
        code == Some(1) && output.contains("no .graphql file"),
        "{output}"
    );
}

#[test]
fn a_process_does_not_start_with_a_manifest_that_was_changed_or_does_not_fit() {
    let documents = Documents::build();
    let manifest = documents.manifest();
    let good = fs::read_to_string(&manifest).unwrap();
    let stale = "{ viewer { telephone } }";
    let hash = hex::encode(ring::digest::digest(
        &ring::digest::SHA256,
        stale.as_bytes(),
    ));
    for (json, words) in [
        (good.replace("logOut", "logIn"), "not the hash of its text"),
        (
            json!({ format!("sha256:{hash}"): stale }).to_string(),
            "telephone",
        ),
        ("[]".to_owned(), "no JSON object"),
    ] {
        fs::write(&manifest, json).unwrap();
        let data = Directory::new("data");
        let environment = [
            ("XORB__DATA_DIR", data.path().display().to_string()),
            ("XORB__HTTP__LISTEN", "127.0.0.1:0".to_owned()),
            ("XORB__TRUSTED_DOCUMENTS__MODE", "allowed".to_owned()),
            (
                "XORB__TRUSTED_DOCUMENTS__MANIFEST",
                manifest.display().to_string(),
            ),
        ];
        let (status, output) = XorbProcess::start(&[], &environment).exit();
        assert!(!status.success() && output.contains(words), "{output}");
    }
}
