//! How fast texts are read for mentions, when they are indexed and when they are redacted: milliseconds a megabyte, because lower is better here.
//!
//! Ordinary texts, and the hostile ones on which a careless reader would not end.

use std::hint::black_box;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use xorb_domain::privacy::Identifier;
use xorb_domain::privacy::mentions::{addresses_in, redact};

use crate::measurement::{Measurement, median};

const ROUNDS: usize = 5;
const BYTES: usize = 1_000_000;

const TEXTS: [(&str, &str); 6] = [
    (
        "response head",
        "HTTP/1.1 200 OK\r\nserver: nginx\r\nstrict-transport-security: max-age=63072000\r\n\r\n",
    ),
    (
        "page",
        "<a href=\"/path?x=1&amp;y=2\">Some words about it</a>\n",
    ),
    (
        "json",
        "{\"user\":\"joann@corp.example\",\"path\":\"C:\\\\x\",\"n\":[1,2]}\n",
    ),
    ("base64", "eyJ1c2VyIjoiam9hbm5AY29ycC5leGFtcGxlIn0K"),
    ("hostile escapes", "%25"),
    ("hostile marks", "\u{301}"),
];

/// Measures each text.
///
/// # Errors
/// If a mention is not found.
pub fn run() -> Result<Vec<Measurement>> {
    let address = Identifier::email("ann@corp.example").context("an address")?;
    let ann = [address];
    let mut cases = Vec::new();
    for (name, part) in TEXTS {
        let text = part.repeat(BYTES / part.len()) + "\n ann@corp.example";
        ensure!(
            redact(&text, &ann).is_some(),
            "{name}: the mention was not found"
        );
        cases.push(measured(format!("index, {name}"), || {
            black_box(addresses_in(black_box(&text)));
        }));
        cases.push(measured(format!("redact, {name}"), || {
            black_box(redact(black_box(&text), &ann));
        }));
    }
    Ok(cases)
}

fn measured(name: String, work: impl Fn()) -> Measurement {
    let rounds = (0..ROUNDS).map(|_| {
        let start = Instant::now();
        work();
        start.elapsed().as_secs_f64() * 1_000.0
    });
    Measurement::new("mentions", name, "ms a megabyte", median(rounds.collect())).limit(500.0)
}
