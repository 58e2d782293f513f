//! Every error that a client can get is documented, and no code leaves its closed set.

use std::collections::BTreeSet;
use std::fs;

use xorb_api::errors::reference;
use xorb_domain::ErrorCode;
use xorb_domain::failures::{CONFLICTS, DELIVERIES, JOBS, REQUESTS, SCANS};

use super::sdl::Sdl;
use crate::structure::sources::{root, rust_files_under};

/// What stands before the code of a failure where one is made.
const BEFORE_CODES: [&str; 12] = [
    "JobError::fail(",
    "JobError::retry(",
    "Outcome::Failed(",
    "Outcome::Retry(",
    "StepReport::failed(\"\", ",
    "give_up(&context, ",
    "seen.error( ",
    "mismatch(",
    "Answer::None(",
    "Unsendable(",
    "Refused(",
    "code: ",
];

/// Constants with codes stand in these files.
const FILES_OF_CODES: [&str; 4] = [
    "jobs/settle_lost.rs",
    "privacy/erasure/blocked.rs",
    "privacy/erasure/mail_files.rs",
    "scans/run/authorise.rs",
];

fn failures() -> BTreeSet<&'static str> {
    let all = [JOBS, SCANS, DELIVERIES, REQUESTS, CONFLICTS];
    all.into_iter()
        .flatten()
        .map(|failure| failure.code)
        .collect()
}

/// The product's files without their unit tests, on one line each.
fn sources(folders: &[&str]) -> Vec<(String, String)> {
    let files = rust_files_under(folders).into_iter().map(|(path, text)| {
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        let line = code.split_whitespace().collect::<Vec<_>>().join(" ");
        (path.to_string_lossy().into_owned(), line)
    });
    files
        .filter(|(path, _)| !path.contains("/tests/"))
        .collect()
}

/// The codes that a file makes.
fn codes_made(path: &str, text: &str) -> Vec<String> {
    let quoted = |rest: &str| {
        let rest = rest.strip_prefix('"')?;
        let (literal, _) = rest.split_once('"')?;
        Some(literal.to_owned())
    };
    let after = |before: &str| text.split(before).skip(1).filter_map(quoted).collect();
    let mut codes: Vec<String> = BEFORE_CODES
        .iter()
        .flat_map(|before| -> Vec<String> { after(before) })
        .collect();
    for body in text.split("fn code(").skip(1) {
        let body = body.split(" fn ").next().unwrap();
        let literals = body.split("=> ").skip(1);
        codes.extend(literals.filter_map(|arm| quoted(arm.trim_start_matches("{ "))));
    }
    if FILES_OF_CODES.iter().any(|file| path.ends_with(file)) {
        codes.extend(after("&str = "));
    }
    codes.retain(|code| !code.is_empty());
    codes
}

#[test]
fn docs_errors_md_is_what_the_program_prints() {
    let checked_in = fs::read_to_string(root().join("docs/errors.md")).unwrap_or_default();
    assert!(
        checked_in == reference(),
        "docs/errors.md is not current: run `make errors`"
    );
}

#[test]
fn every_code_is_documented_with_what_to_do() {
    let page = reference();
    let business = Sdl::published();
    let business = business
        .parts("UserErrorCode")
        .iter()
        .map(|part| part.name.clone());
    let system = ErrorCode::ALL.map(|code| code.as_str().to_owned());
    let work = failures().into_iter().map(str::to_owned);
    let rows: Vec<&str> = page.lines().filter(|line| line.starts_with("| ")).collect();
    for code in system.into_iter().chain(business).chain(work) {
        let start = format!("| `{code}` | ");
        let found: Vec<_> = rows.iter().filter(|row| row.starts_with(&start)).collect();
        assert_eq!(found.len(), 1, "{code}");
        let cells: Vec<&str> = found[0].trim_matches(['|', ' ']).split(" | ").collect();
        assert!(cells.iter().all(|cell| cell.len() > 2), "{code}: {cells:?}");
    }
}

#[test]
fn every_failure_that_is_made_is_known_and_every_known_one_is_made() {
    let known = failures();
    let files = sources(&["domain/src", "worker/src"]);
    let made: BTreeSet<String> = files
        .iter()
        .flat_map(|(path, text)| codes_made(path, text))
        .collect();
    let unknown: Vec<_> = made
        .iter()
        .filter(|code| !known.contains(code.as_str()))
        .collect();
    assert!(
        unknown.is_empty(),
        "add these to domain/src/failures: {unknown:?}"
    );
    let elsewhere = |code: &str| {
        let literal = format!("\"{code}\"");
        let mut others = files
            .iter()
            .filter(|(path, _)| !path.contains("src/failures/"));
        others.any(|(_, text)| text.contains(&literal))
    };
    let dead: Vec<_> = known.into_iter().filter(|code| !elsewhere(code)).collect();
    assert!(dead.is_empty(), "nothing makes these any more: {dead:?}");
}

#[test]
fn a_failure_in_any_of_its_forms_would_be_found() {
    let text = r#"Err(JobError::fail("a")) StepReport::failed("", "b", m) JobError::Fail { code: "c", }
        fn code(&self) -> &'static str { match self { Self::A => "d", Self::B => { "e" } } } fn other() { "f" => "g" }
        const X: &str = "h"; mismatch("i", message) code: "", "#;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut found = codes_made("domain/src/scans/run/authorise.rs", &text);
    found.sort();
    assert_eq!(found, ["a", "b", "c", "d", "e", "h", "i"]);
}

#[test]
fn the_code_of_a_system_error_is_set_in_one_place() {
    for (path, text) in sources(&["api/src"]) {
        let sets_codes = [
            ".set(\"code\"",
            "extend_with",
            "ErrorExtensions",
            "ErrorExtensionValues",
        ];
        let is_one = sets_codes.iter().any(|form| text.contains(form));
        assert!(
            !is_one || path == "api/src/errors/publish.rs",
            "{path}: errors get their codes from `publish`"
        );
    }
}

#[test]
fn every_status_of_the_transport_is_documented() {
    use actix_web::http::StatusCode;
    let known = [
        ("BAD_REQUEST", StatusCode::BAD_REQUEST),
        ("METHOD_NOT_ALLOWED", StatusCode::METHOD_NOT_ALLOWED),
        ("NOT_ACCEPTABLE", StatusCode::NOT_ACCEPTABLE),
        ("PAYLOAD_TOO_LARGE", StatusCode::PAYLOAD_TOO_LARGE),
        ("REQUEST_TIMEOUT", StatusCode::REQUEST_TIMEOUT),
        ("UNSUPPORTED_MEDIA_TYPE", StatusCode::UNSUPPORTED_MEDIA_TYPE),
    ];
    let page = reference();
    for (path, text) in sources(&["api/src/http"]) {
        for rest in text.split("refuse_with(").skip(1) {
            let Some((_, status)) = rest.split(')').next().unwrap().split_once("StatusCode::")
            else {
                continue;
            };
            let name = status
                .split(|c: char| c != '_' && !c.is_ascii_uppercase())
                .next()
                .unwrap();
            let code = known.iter().find(|(known, _)| *known == name);
            let code = code
                .unwrap_or_else(|| panic!("{path}: document {name} in api/src/errors/reference"));
            assert!(
                page.contains(&format!("| {} | ", code.1.as_u16())),
                "{name}"
            );
        }
    }
}
