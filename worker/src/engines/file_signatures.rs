//! How a file is recognised by its content, and what may be told of it: names and kinds, never secrets or personal data.

use super::evidence::{first_line, masked_lines};

/// How many lines of a file are looked at.
const SEARCHED_LINES: usize = 20;

fn text(body: &[u8]) -> Option<&str> {
    let valid = match std::str::from_utf8(body) {
        Ok(text) => text,
        // A body that was cut may end inside a character.
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(body.get(..error.valid_up_to())?).ok()?
        }
        Err(_) => return None,
    };
    let is_markup = valid.trim_start().starts_with('<');
    (!is_markup).then_some(valid)
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    let lines = text.lines().map(str::trim);
    lines
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .take(SEARCHED_LINES)
}

fn contains(body: &[u8], needle: &str) -> bool {
    String::from_utf8_lossy(body).contains(needle)
}

fn say(is_it: bool, evidence: &str) -> Option<String> {
    is_it.then(|| evidence.to_owned())
}

pub(super) fn git_head(body: &[u8]) -> Option<String> {
    let line = first_line(text(body)?);
    let is_hash =
        matches!(line.len(), 40 | 64) && line.bytes().all(|byte| byte.is_ascii_hexdigit());
    say(line.starts_with("ref: refs/") || is_hash, line)
}

pub(super) fn sqlite(body: &[u8]) -> Option<String> {
    say(
        body.starts_with(b"SQLite format 3\0"),
        "A SQLite database, as Subversion keeps it.",
    )
}

pub(super) fn mercurial(body: &[u8]) -> Option<String> {
    let is_it = lines(text(body)?).any(|line| line == "revlogv1");
    say(is_it, "Requirements of a Mercurial repository (revlogv1).")
}

/// Every line names a variable in capitals, as no page does.
pub(super) fn environment(body: &[u8]) -> Option<String> {
    let text = text(body)?;
    let is_variable = |line: &str| {
        let name = line
            .strip_prefix("export ")
            .unwrap_or(line)
            .split_once('=')
            .map(|(name, _)| name.trim());
        name.is_some_and(|name| {
            name.len() >= 2
                && name.starts_with(|first: char| first.is_ascii_uppercase())
                && name
                    .bytes()
                    .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
        })
    };
    let has_lines = lines(text).next().is_some();
    (has_lines && lines(text).all(is_variable)).then(|| masked_lines(text, '='))
}

pub(super) fn aws_credentials(body: &[u8]) -> Option<String> {
    let is_it = lines(text(body)?).any(|line| line.starts_with("aws_secret_access_key"));
    say(is_it, "A file with aws_secret_access_key.")
}

pub(super) fn git_credentials(body: &[u8]) -> Option<String> {
    let has_credentials = |line: &str| {
        line.strip_prefix("https://")
            .and_then(|rest| rest.split_once('@'))
            .is_some_and(|(user, _)| user.contains(':'))
    };
    let is_it = lines(text(body)?).any(has_credentials);
    say(
        is_it,
        "Addresses with user name and password, as git stores them.",
    )
}

pub(super) fn password_hashes(body: &[u8]) -> Option<String> {
    const KINDS: [&str; 6] = ["$apr1$", "$2y$", "$2a$", "$5$", "$6$", "{SHA}"];
    let is_hash = |line: &str| {
        line.split_once(':')
            .is_some_and(|(_, hash)| KINDS.iter().any(|kind| hash.starts_with(kind)))
    };
    let count = lines(text(body)?).filter(|line| is_hash(line)).count();
    say(count > 0, "User names with password hashes.")
}

pub(super) fn private_key(body: &[u8]) -> Option<String> {
    let line = first_line(text(body)?);
    let is_it = line.starts_with("-----BEGIN ") && line.ends_with("PRIVATE KEY-----");
    say(is_it, line)
}

pub(super) fn archive(body: &[u8]) -> Option<String> {
    match body {
        [b'P', b'K', 3, 4, ..] => Some("A ZIP archive.".to_owned()),
        [0x1f, 0x8b, 8, ..] => Some("A gzip archive.".to_owned()),
        _ => None,
    }
}

pub(super) fn sql(body: &[u8]) -> Option<String> {
    const STATEMENTS: [&str; 4] = [
        "CREATE TABLE",
        "INSERT INTO",
        "-- MySQL dump",
        "-- PostgreSQL database dump",
    ];
    let text = text(body)?;
    let found = STATEMENTS
        .iter()
        .find(|statement| text.contains(**statement))?;
    Some(format!("A text with SQL statements ({found})."))
}

pub(super) fn php_source(body: &[u8]) -> Option<String> {
    let source = String::from_utf8_lossy(body);
    let is_it =
        source.trim_start().starts_with("<?php") && source.to_ascii_lowercase().contains("pass");
    say(is_it, "PHP source with a password setting.")
}

pub(super) fn web_config(body: &[u8]) -> Option<String> {
    let is_it = contains(body, "<configuration>") && contains(body, "</");
    say(is_it, "A configuration of ASP.NET.")
}

pub(super) fn apache_status(body: &[u8]) -> Option<String> {
    let is_it =
        contains(body, "Apache Server Status for") || contains(body, "<h1>Apache Status</h1>");
    say(
        is_it,
        "The status page of Apache, with the requests of others.",
    )
}

pub(super) fn nginx_status(body: &[u8]) -> Option<String> {
    let text = text(body)?;
    say(
        text.starts_with("Active connections: "),
        "The status page of nginx.",
    )
}

pub(super) fn phpinfo(body: &[u8]) -> Option<String> {
    say(
        contains(body, "<title>PHP ") && contains(body, "phpinfo()"),
        "The output of phpinfo().",
    )
}

pub(super) fn actuator(body: &[u8]) -> Option<String> {
    let text = text(body)?;
    let is_it = text.trim_start().starts_with('{') && text.contains("\"propertySources\"");
    say(is_it, "The environment of a Spring application.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_file_is_recognised_by_its_content() {
        type Signature = fn(&[u8]) -> Option<String>;
        let files: &[(Signature, &[u8])] = &[
            (git_head, b"ref: refs/heads/main\n"),
            (git_head, b"0123456789abcdef0123456789abcdef01234567\n"),
            (sqlite, b"SQLite format 3\0rest"),
            (mercurial, b"dotencode\nrevlogv1\nstore\n"),
            (
                environment,
                b"# settings\nAPP_KEY=x\nexport DB_PASSWORD=y\n",
            ),
            (
                aws_credentials,
                b"[default]\naws_access_key_id=A\naws_secret_access_key=B\n",
            ),
            (git_credentials, b"https://me:secret@git.example\n"),
            (password_hashes, b"admin:$apr1$abc$def\n"),
            (private_key, b"-----BEGIN OPENSSH PRIVATE KEY-----\nabc"),
            (archive, b"PK\x03\x04rest"),
            (archive, b"\x1f\x8b\x08rest"),
            (sql, b"-- MySQL dump 10.13\nCREATE TABLE users"),
            (php_source, b"<?php define('DB_PASSWORD', 'x');"),
            (
                web_config,
                b"<?xml version=\"1.0\"?><configuration><x/></configuration>",
            ),
            (
                apache_status,
                b"<title>Apache Status</title><h1>Apache Server Status for h</h1>",
            ),
            (nginx_status, b"Active connections: 1 \nserver accepts"),
            (phpinfo, b"<title>PHP 8.2 - phpinfo()</title>"),
            (actuator, b"{\"activeProfiles\":[],\"propertySources\":[]}"),
        ];
        let page = b"<!doctype html><html><body>Not found, but 200. A=B</body></html>";
        for (number, (signature, file)) in files.iter().enumerate() {
            assert!(signature(file).is_some(), "{number}");
            assert_eq!(signature(page), None, "{number}");
            assert_eq!(signature(b""), None, "{number}");
            assert_eq!(signature(b"Not found\n"), None, "{number}");
        }
    }

    #[test]
    fn no_secret_gets_into_the_evidence() {
        let secret = "hunter2";
        for evidence in [
            environment(b"DB_PASSWORD=hunter2\n"),
            git_credentials(b"https://me:hunter2@git.example\n"),
            password_hashes(b"hunter2:$apr1$hunter2\n"),
            aws_credentials(b"aws_secret_access_key=hunter2\n"),
            sql(b"INSERT INTO users VALUES ('hunter2');"),
            php_source(b"<?php $password = 'hunter2';"),
            private_key(b"-----BEGIN RSA PRIVATE KEY-----\nhunter2\n"),
        ] {
            assert!(!evidence.unwrap().contains(secret));
        }
    }

    #[test]
    fn a_text_with_an_equals_sign_is_no_environment() {
        for text in [
            "a = b\n",
            "Dear reader,\nA=B\n",
            "A\n",
            "{\"A\": 1}",
            "A=1\nthis line is prose\n",
        ] {
            assert_eq!(environment(text.as_bytes()), None, "{text}");
        }
    }
}
