//! A configuration is understood or refused, never half of it.

use crate::harness::XorbProcess;

fn run(arguments: &[&str], environment: &[(&str, &str)]) -> (Option<i32>, String) {
    let environment: Vec<_> = environment
        .iter()
        .map(|(name, value)| (*name, (*value).to_owned()))
        .collect();
    let (status, output) = XorbProcess::start(arguments, &environment).exit();
    (status.code(), output)
}

#[test]
fn the_defaults_are_valid_when_embedded() {
    assert_eq!(run(&["config", "check"], &[]).0, Some(0));
}

#[test]
fn an_unknown_key_is_refused_and_the_nearest_is_named() {
    let (code, output) = run(
        &["config", "check"],
        &[("XORB__HTTP__LISTN", "127.0.0.1:1")],
    );
    assert_eq!(code, Some(2), "{output}");
    assert!(
        output.contains("XORB__HTTP__LISTN: unknown setting. Did you mean XORB__HTTP__LISTEN?"),
        "{output}"
    );
}

#[test]
fn all_problems_are_shown_at_once() {
    let wrong = [
        ("XORB__HTTP__LISTEN", "nowhere"),
        ("XORB__JOBS__LEASE_MS", "soon"),
    ];
    let (code, output) = run(&["config", "check"], &wrong);
    assert_eq!(code, Some(2), "{output}");
    assert!(
        output.contains("http") && output.contains("XORB__JOBS__LEASE_MS"),
        "{output}"
    );
}

#[test]
fn production_roles_name_what_they_lack() {
    let (code, output) = run(&["config", "check", "--for", "api"], &[]);
    assert_eq!(code, Some(2), "{output}");
    assert!(
        output.contains("database.url") && output.contains("redis.url"),
        "{output}"
    );
}

#[test]
fn a_password_is_never_printed() {
    let urls = [
        (
            "XORB__DATABASE__URL",
            "postgres://xorb:s3cret@127.0.0.1/xorb",
        ),
        ("XORB__REDIS__URL", "redis://:s3cret@127.0.0.1/0"),
    ];
    let (code, output) = run(&["config", "print", "--for", "api"], &urls);
    assert_eq!(code, Some(0), "{output}");
    assert!(
        output.contains("postgres://xorb:") && !output.contains("s3cret"),
        "{output}"
    );
}
