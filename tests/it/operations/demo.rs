//! `xorb demo` as a newcomer starts it: to its end, again, at a port that is taken, beside another one.

use crate::harness::{Directory, XorbProcess};

const ANY_PORT: &str = "127.0.0.1:0";

/// What the tour must have shown, in this order.
const STEPS: [&str; 23] = [
    "is ready after",
    "owner olga@harbour",
    "an access token of five minutes",
    "createAsset",
    "ASSET_NOT_VERIFIED",
    "VERIFIED",
    "is QUEUED",
    "COMPLETED after",
    "SEVERITY",
    "/.git/HEAD",
    "ben@harbour",
    "dsr_",
    "WHAT BECOMES OF THEM",
    "redact mentions",
    "APPROVED",
    "COMPLETED after",
    "shown to be about Ben",
    "canaries found",
    "not attested: ",
    "with one letter changed: its signature is wrong",
    "INVALID_CREDENTIALS",
    "the audit trail verifies",
    "log in as olga@harbour",
];

fn demo(arguments: &[&str], folder: &Directory, listen: &str) -> XorbProcess {
    let environment = [
        ("XORB__HTTP__LISTEN", listen.to_owned()),
        ("XORB__DATA_DIR", folder.path().display().to_string()),
        // What a demo must never touch.
        (
            "XORB__DATABASE__URL",
            "postgres://nobody@127.0.0.1:1/none".to_owned(),
        ),
    ];
    XorbProcess::start(&[&["demo"], arguments].concat(), &environment)
}

fn tour(folder: &Directory, listen: &str) -> String {
    let (status, output) = demo(&["--exit"], folder, listen).exit();
    assert!(status.success(), "{output}");
    let mut rest = output.as_str();
    for step in STEPS {
        let at = rest.find(step);
        assert!(at.is_some(), "{step} is missing or too early:\n{output}");
        rest = &rest[at.unwrap()..];
    }
    output
}

#[test]
fn the_tour_reaches_its_end_and_the_next_one_adds_a_company() {
    let folder = Directory::new("data");
    let first = tour(&folder, ANY_PORT);
    assert!(
        first.contains("log in as olga@harbour.example of harbour "),
        "{first}"
    );
    let second = tour(&folder, ANY_PORT);
    assert!(
        second.contains("log in as olga@harbour-2.example of harbour-2 "),
        "{second}"
    );
    assert!(folder.path().join("demo/xorb.db").exists());
    assert!(!folder.path().join("demo-2").exists());
}

#[test]
fn at_a_port_that_is_taken_it_says_where_it_is_instead() {
    let folder = Directory::new("data");
    let holder = std::net::TcpListener::bind(ANY_PORT).unwrap();
    let taken = holder.local_addr().unwrap().to_string();
    let output = tour(&folder, &taken);
    assert!(
        output.contains(&format!("{taken} is taken by another program")),
        "{output}"
    );
    assert!(
        !output.contains(&format!("http://{taken}/graphql")),
        "{output}"
    );
}

#[test]
fn it_goes_on_serving_and_two_at_a_time_keep_apart() {
    let folder = Directory::new("data");
    let mut first = demo(&[], &folder, ANY_PORT);
    first.line_with("Ctrl-C ends it");
    let output = tour(&folder, ANY_PORT);
    assert!(output.contains("demo-2"), "{output}");
    let (status, output) = first.terminate();
    assert!(status.success(), "{output}");
}

#[test]
fn it_can_be_ended_in_the_middle() {
    let folder = Directory::new("data");
    let mut demo = demo(&[], &folder, ANY_PORT);
    demo.line_with("is QUEUED");
    let (status, output) = demo.terminate();
    assert!(status.success(), "{output}");
}
