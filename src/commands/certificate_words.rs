//! A genuine certificate in plain words: what is attested, what stayed, and what is not attested.

use std::fmt::Write;

use chrono::SecondsFormat;
use xorb_domain::privacy::certificate::{CertificateContent, Officers};

/// Prints it. `is_theirs`: whether it is about the person who asked, if somebody did.
pub(crate) fn print(content: &CertificateContent, is_theirs: Option<bool>) {
    print!("{}", shown(&words(content, is_theirs)));
}

fn words(content: &CertificateContent, is_theirs: Option<bool>) -> String {
    let mut text = String::from("GENUINE: signed by one of these keys, and unchanged since.\n\n");
    request(&mut text, content, is_theirs);
    done(&mut text, content);
    kept(&mut text, content);
    looked(&mut text, content);
    not_attested(&mut text, content);
    decided(&mut text, content);
    text
}

fn request(text: &mut String, content: &CertificateContent, is_theirs: Option<bool>) {
    let time = |at: &chrono::DateTime<chrono::Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
    let about = match is_theirs {
        Some(true) => "the address that you gave: it fits the salt",
        Some(false) => "NOT the address that you gave, or the salt is another",
        None => "a person whom only their salt can show (--salt, --address)",
    };
    let _ = write!(
        text,
        "Request    {} ({}) in {}\n\
         About      {about}\n\
         Received   {}\n\
         Approved   {}\n\
         Completed  {}\n\n",
        content.request_id,
        content.right,
        content.tenant_id,
        time(&content.received_at),
        time(&content.approved_at),
        time(&content.completed_at),
    );
}

fn done(text: &mut String, content: &CertificateContent) {
    text.push_str("What was done:\n");
    list(
        text,
        &content.erased,
        "nothing was there to be erased",
        |of| {
            format!(
                "{}: {} ({} rows or files)",
                of.location, of.strategy, of.rows
            )
        },
    );
    if !content.addendum.is_empty() {
        text.push_str("Where the run found other numbers than the approved plan:\n");
        list(text, &content.addendum, "", |of| {
            format!(
                "{}: {} of {} instead of {}",
                of.location, of.strategy, of.rows_found, of.rows_approved
            )
        });
    }
    text.push('\n');
}

fn kept(text: &mut String, content: &CertificateContent) {
    text.push_str("What stayed, and why:\n");
    list(text, &content.retained, "nothing", |of| {
        format!(
            "{} ({} rows): {}; until {}",
            of.location, of.rows, of.ground, of.until
        )
    });
    text.push_str("Legal holds:\n");
    list(text, &content.legal_holds, "none", |of| {
        format!("{}: {}", of.matter, of.ground)
    });
    text.push_str("Recipients who were told of the erasure:\n");
    list(
        text,
        &content.recipients_notified,
        "none are recorded",
        |of| format!("{} at {}", of.recipient, of.notified_at),
    );
    text.push('\n');
}

fn looked(text: &mut String, content: &CertificateContent) {
    let scan = &content.scan;
    let (found, planted) = scan.canaries();
    let _ = write!(
        text,
        "What is attested:\n  {}\n  \
           {} locations, {} bytes read; {found} of {planted} planted canaries were found, so the search works\n  \
           forms that were looked for: {}\n\n",
        scan.statement,
        scan.locations.len(),
        scan.bytes(),
        scan.encodings.join(", "),
    );
}

fn not_attested(text: &mut String, content: &CertificateContent) {
    text.push_str("What is NOT attested:\n");
    list(
        text,
        &content.stores_not_attested,
        "nothing was left out",
        |of| format!("{} ({}); gone {}", of.location, of.holds, of.expires),
    );
    text.push('\n');
}

fn decided(text: &mut String, content: &CertificateContent) {
    let Officers {
        verified_by,
        verification_method,
        approved_by,
        one_person_did_both,
    } = &content.officers;
    let name = |pid: &Option<_>| {
        pid.map_or_else(
            || String::from("nobody by name"),
            |pid: uuid::Uuid| pid.to_string(),
        )
    };
    let _ = write!(
        text,
        "Identified {verification_method}, by {}\n\
         Approved   by {}{}\n\
         Data map   {}\n\
         Plan       {}\n\
         Audit log  event {} with hash {}\n\
         Program    XORB {}\n",
        name(verified_by),
        name(approved_by),
        if *one_person_did_both {
            " (one person did both: there was no second officer)"
        } else {
            ""
        },
        content.map_hash,
        content.plan_hash,
        content.audit_position.seq,
        content.audit_position.hash,
        content.product_version,
    );
}

fn list<T>(text: &mut String, items: &[T], nothing: &str, line: impl Fn(&T) -> String) {
    if items.is_empty() {
        let _ = writeln!(text, "  {nothing}");
    }
    for item in items {
        let _ = writeln!(text, "  {}", line(item));
    }
}

/// Without characters that could steer a terminal.
fn shown(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c.is_control() && c != '\n' {
                '\u{fffd}'
            } else {
                c
            }
        })
        .collect()
}
