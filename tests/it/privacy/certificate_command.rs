//! `xorb certificate verify`, as somebody runs it who has the certificate and the public keys and nothing else.

use crate::harness::{Directory, Mode, TestApp};
use chrono::{TimeDelta, TimeZone, Utc};
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use uuid::Uuid;
use xorb_domain::crypto::load_signing_keys;
use xorb_domain::privacy::certificate::{
    AuditPosition, CertificateContent, Digest, ErasedLocation, Officers, PRODUCT_VERSION,
    ResidueScan, RetainedLocation, ScannedLocation, issue_certificate, stores_not_attested,
    subject_commitment,
};
use xorb_entities::tenants::signing_key::SigningKeyPurpose;

const SALT: [u8; 32] = [7; 32];
const ADDRESS: &str = "ada@example.org";

/// A certificate and `certificate-keys.json` of an installation that exists no more.
struct Handed {
    folder: Directory,
    jws: String,
}

impl Handed {
    async fn over() -> Self {
        let app = TestApp::start(Mode::Embedded).await;
        let folder = Directory::new("certificate");
        let keys = load_signing_keys(&app.core().db, SigningKeyPurpose::Certificate).await;
        let jws = issue_certificate(&keys.unwrap(), &content()).unwrap();
        let published = app.stores().data_dir().join("certificate-keys.json");
        fs::copy(published, folder.path().join("certificate-keys.json")).unwrap();
        app.finish().await;
        fs::write(folder.path().join("certificate.jws"), &jws).unwrap();
        Self { folder, jws }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn verify(&self, arguments: &[&str]) -> (i32, String) {
        self.verify_with(arguments, &[], b"")
    }

    /// Runs it in the folder, with no environment but `environment`; exit code and both streams.
    fn verify_with(
        &self,
        arguments: &[&str],
        environment: &[(&str, &str)],
        input: &[u8],
    ) -> (i32, String) {
        let mut process = Command::new(env!("CARGO_BIN_EXE_xorb"))
            .args(["certificate", "verify"])
            .args(arguments)
            .env_clear()
            .envs(environment.iter().copied())
            .current_dir(self.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // It may rightly stop reading what is too long.
        let _ = process.stdin.take().unwrap().write_all(input);
        let output = process.wait_with_output().unwrap();
        let text = [output.stdout, output.stderr].concat();
        (
            output.status.code().unwrap(),
            String::from_utf8(text).unwrap(),
        )
    }

    /// What it says of another text in the certificate's place.
    fn verify_text(&self, text: &str) -> (i32, String) {
        fs::write(self.path().join("other.jws"), text).unwrap();
        self.verify(&["other.jws", "--keys", "certificate-keys.json"])
    }
}

fn content() -> CertificateContent {
    let at = Utc.with_ymd_and_hms(2026, 3, 1, 9, 0, 0).unwrap();
    let scanned = ScannedLocation {
        location: "findings".to_owned(),
        rows: 12,
        bytes: 4_096,
        canaries_planted: 3,
        canaries_found: 3,
    };
    CertificateContent {
        request_id: Uuid::from_u128(1).into(),
        tenant_id: Uuid::from_u128(2).into(),
        right: "ERASURE".to_owned(),
        received_at: at,
        approved_at: at + TimeDelta::hours(1),
        completed_at: at + TimeDelta::hours(2),
        subject_commitments: vec![subject_commitment(&SALT, ADDRESS).into()],
        map_hash: Digest([1; 32]),
        plan_hash: Digest([2; 32]),
        addendum: Vec::new(),
        erased: vec![ErasedLocation {
            location: "sessions".to_owned(),
            strategy: "delete".to_owned(),
            rows: 4,
        }],
        retained: vec![RetainedLocation {
            location: "certificates".to_owned(),
            rows: 1,
            ground: "proof of the answer".to_owned(),
            until: "three years".to_owned(),
        }],
        legal_holds: Vec::new(),
        scan: ResidueScan::new("Aho-Corasick", vec!["base64".to_owned()], at, vec![scanned]),
        recipients_notified: Vec::new(),
        stores_not_attested: stores_not_attested(),
        audit_position: AuditPosition {
            seq: 17,
            hash: Digest([3; 32]),
        },
        officers: Officers {
            verified_by: Some(Uuid::from_u128(3)),
            verification_method: "IN_PERSON".to_owned(),
            approved_by: Some(Uuid::from_u128(3)),
            one_person_did_both: true,
        },
        product_version: PRODUCT_VERSION.to_owned(),
    }
}

#[tokio::test]
async fn a_genuine_certificate_is_told_in_plain_words() {
    let handed = Handed::over().await;
    let (code, output) = handed.verify(&["certificate.jws", "--keys", "certificate-keys.json"]);
    assert_eq!(code, 0, "{output}");
    for part in [
        "GENUINE",
        "sessions: delete (4 rows or files)",
        "certificates (1 rows): proof of the answer; until three years",
        "no identifier found in findings by method \"Aho-Corasick\" at 2026-03-01T09:00:00Z",
        "3 of 3 planted canaries were found",
        "What is NOT attested:\n",
        "database:backups",
        "one person did both",
        "event 17 with hash 0303",
    ] {
        assert!(output.contains(part), "{part}:\n{output}");
    }
}

#[tokio::test]
async fn it_is_read_from_standard_input_and_from_the_answer_of_the_api() {
    let handed = Handed::over().await;
    let answer = format!(
        r#"{{"data":{{"dataSubjectRequest":{{"certificate":{{"jws":"{}","issuedAt":"2026-03-01T11:00:00Z"}}}}}}}}"#,
        handed.jws
    );
    for input in [format!("{}\n", handed.jws), answer] {
        let arguments = ["-", "--keys", "certificate-keys.json"];
        let (code, output) = handed.verify_with(&arguments, &[], input.as_bytes());
        assert_eq!(code, 0, "{output}");
    }
}

#[tokio::test]
async fn the_keys_of_the_data_folder_are_taken_if_none_are_given() {
    let handed = Handed::over().await;
    let (code, output) = handed.verify(&["certificate.jws"]);
    assert_eq!(code, 2, "{output}");
    assert!(
        output.contains("certificate-keys.json can't be read"),
        "{output}"
    );
    let here = [("XORB__DATA_DIR", ".")];
    let (code, output) = handed.verify_with(&["certificate.jws"], &here, b"");
    assert_eq!(code, 0, "{output}");
    let broken = [("XORB__NO__SUCH_KEY", "1")];
    let arguments = ["certificate.jws", "--keys", "certificate-keys.json"];
    let (code, output) = handed.verify_with(&arguments, &broken, b"");
    assert_eq!(code, 0, "the configuration has no say: {output}");
}

#[tokio::test]
async fn the_salt_shows_the_person_that_it_is_about_them() {
    let handed = Handed::over().await;
    let claim = |salt: &str, address: &str| {
        let keys = ["certificate.jws", "--keys", "certificate-keys.json"];
        handed.verify(&[&keys[..], &["--salt", salt, "--address", address]].concat())
    };
    let salt = "07".repeat(32);
    let (code, output) = claim(&salt, "Ada@Example.ORG");
    assert_eq!(code, 0, "{output}");
    assert!(output.contains("it fits the salt"), "{output}");
    for (salt, address) in [(&salt, "eve@example.org"), (&"08".repeat(32), ADDRESS)] {
        let (code, output) = claim(salt, address);
        assert_eq!(code, 1, "{output}");
        assert!(output.contains("NOT about this address"), "{output}");
    }
    let (code, output) = claim("07", ADDRESS);
    assert_eq!(code, 2, "{output}");
    assert!(
        output.contains("--salt: the 64 hexadecimal digits"),
        "{output}"
    );
}

#[tokio::test]
async fn whatever_was_tampered_with_is_refused_and_said_why() {
    let handed = Handed::over().await;
    let parts: Vec<&str> = handed.jws.split('.').collect();
    let [header, payload, signature] = parts[..] else {
        panic!("{parts:?}")
    };
    let flipped = |text: &str, at: usize| {
        let mut bytes = text.as_bytes().to_vec();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        String::from_utf8(bytes).unwrap()
    };
    // {"alg":"none"}
    let none = "eyJhbGciOiJub25lIn0";
    let changed_header = format!("{}.{payload}.{signature}", flipped(header, 6));
    let changed_payload = format!("{header}.{}.{signature}", flipped(payload, 100));
    let changed_signature = format!("{header}.{payload}.{}", flipped(signature, 10));
    let cut = &handed.jws[..handed.jws.len() / 2];
    let without_signature = format!("{none}.{payload}.");
    for (text, reason) in [
        (changed_header.as_str(), ""),
        (&changed_payload, "its signature is wrong: it was changed"),
        (&changed_signature, "its signature is wrong: it was changed"),
        (&without_signature, "it is not signed with EdDSA"),
        (cut, "three parts of base64url"),
        ("", "three parts of base64url"),
        ("{\"jws\":\"a.b", "it may be cut off"),
        ("{}", "holds no certificate"),
    ] {
        let (code, output) = handed.verify_text(text);
        assert_eq!(code, 1, "{output}");
        assert!(
            output.contains("NOT genuine") && output.contains(reason),
            "{output}"
        );
        assert!(!output.contains("GENUINE:"), "{output}");
    }
}

#[tokio::test]
async fn the_keys_of_another_installation_verify_nothing() {
    let handed = Handed::over().await;
    // The key of RFC 8037.
    let foreign = r#"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#;
    fs::write(handed.path().join("foreign.json"), foreign).unwrap();
    let (code, output) = handed.verify(&["certificate.jws", "--keys", "foreign.json"]);
    assert_eq!(code, 1, "{output}");
    assert!(
        output.contains("not signed by any of these keys"),
        "{output}"
    );
    let (code, output) = handed.verify(&["certificate.jws", "--keys", "certificate.jws"]);
    assert_eq!(code, 1, "{output}");
    assert!(output.contains("these are no public keys"), "{output}");
}

#[tokio::test]
async fn ten_megabytes_of_junk_are_refused_at_once() {
    let handed = Handed::over().await;
    let (code, output) = handed.verify_text(&"x".repeat(10 * 1024 * 1024));
    assert_eq!(code, 1, "{output}");
    assert!(output.contains("is longer than"), "{output}");
    assert!(output.len() < 1_000);
    fs::write(
        handed.path().join("bytes"),
        [0xff, 0xfe, 0x00].repeat(1_000),
    )
    .unwrap();
    let (code, output) = handed.verify(&["bytes", "--keys", "certificate-keys.json"]);
    assert_eq!(code, 1, "{output}");
    assert!(output.contains("is no text"), "{output}");
    let (code, output) = handed.verify(&["nowhere.jws", "--keys", "certificate-keys.json"]);
    assert_eq!(code, 2, "{output}");
    assert!(output.contains("nowhere.jws can't be read"), "{output}");
}
