//! Identifiers planted at random, in every encoding, in random surroundings.

use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

use super::super::{addresses_in, redact};
use super::random::Random;
use crate::privacy::Identifier;

const ADDRESSES: [&str; 8] = [
    "ann@corp.example",
    "Bea.40@Corp.example",
    "nina+x@sub-domain.corp.example",
    "o'neil@b.de",
    "jörg@müller.example",
    "root@localhost",
    "40ff@corp.example",
    "ﬁona@corp.example",
];

/// What may stand directly beside an address.
const BESIDE: [&str; 12] = ["", " ", "\n", "\"", "<", ">", "(", ")", ",", ";", ": ", "|"];

fn encode(random: &mut Random, text: &str) -> String {
    let mut written = String::new();
    match random.below(9) {
        0 => written.push_str(text),
        1 => written.push_str(&text.to_uppercase()),
        2 => {
            for byte in text.bytes() {
                if byte.is_ascii_alphanumeric() && random.below(3) > 0 {
                    written.push(char::from(byte));
                } else {
                    write!(written, "%{byte:02x}").unwrap();
                }
            }
        }
        3 => {
            for symbol in text.chars() {
                match u32::from(symbol) {
                    number if number < 0x1_0000 => write!(written, "\\u{number:04X}").unwrap(),
                    _ => written.push(symbol),
                }
            }
        }
        4 => {
            for symbol in text.chars() {
                write!(written, "&#{};", u32::from(symbol)).unwrap();
            }
        }
        5 => {
            for symbol in text.chars() {
                write!(written, "&#x{:x};", u32::from(symbol)).unwrap();
            }
        }
        6 => {
            for byte in text.bytes() {
                write!(written, "={byte:02X}").unwrap();
            }
        }
        7 => {
            let before = &"({<[ \"<,;"[..random.below(9)];
            written.push_str(&STANDARD.encode(format!("{before}{text}\n")));
        }
        _ => written.push_str(&URL_SAFE_NO_PAD.encode(text)),
    }
    written
}

#[test]
fn a_planted_identifier_is_always_removed_and_always_in_the_index() {
    for seed in 0..2_000 {
        let random = &mut Random::new(seed);
        let address = random.one_of(&ADDRESSES);
        let identifiers = [Identifier::email(address).unwrap()];
        let written = encode(random, address);
        let (left, right) = (random.one_of(&BESIDE), random.one_of(&BESIDE));
        let words = [
            "",
            "lorem ipsum ",
            "{\"a\":1} ",
            "x=1&y=%20 ",
            "C:\\temp ",
            "5% & more; ",
            "=\n ",
        ];
        let (before, after) = (random.one_of(&words), random.one_of(&words));
        let text = format!("{before}{left}{written}{right} {after}");
        let (redacted, count) = redact(&text, &identifiers)
            .unwrap_or_else(|| panic!("seed {seed}: not found in {text:?}"));
        assert!(count > 0);
        assert_eq!(
            redact(&redacted, &identifiers),
            None,
            "seed {seed}: {redacted:?}"
        );
        assert!(redacted.starts_with(before), "seed {seed}: {redacted:?}");
        assert!(redacted.ends_with(after), "seed {seed}: {redacted:?}");
        let folded = super::super::fold::folded(identifiers[0].value());
        assert!(
            addresses_in(&text).contains(&folded),
            "seed {seed}: not indexed: {text:?}"
        );
    }
}

#[test]
fn whatever_is_found_is_in_the_index_and_nothing_panics() {
    let identifiers = [
        Identifier::email("a@b").unwrap(),
        Identifier::email("corp@corp").unwrap(),
    ];
    let mut found = 0;
    for seed in 0..6_000 {
        let random = &mut Random::new(seed);
        let length = random.below(60);
        let mut text = random.text(length);
        if seed % 2 == 0 {
            let plant = random.one_of(&["a@b", "corp%40corp", "A\\u0040b", "YUBi"]);
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
            if !places.is_empty() {
                text.insert_str(random.one_of(&places), plant);
            }
        }
        let addresses = addresses_in(&text);
        for identifier in &identifiers {
            if let Some((redacted, _)) = redact(&text, std::slice::from_ref(identifier)) {
                found += 1;
                let value = identifier.value().to_owned();
                assert!(
                    addresses.contains(&value),
                    "seed {seed}: {value} in {text:?}"
                );
                assert_eq!(
                    redact(&redacted, std::slice::from_ref(identifier)),
                    None,
                    "seed {seed}"
                );
            }
        }
    }
    assert!(found > 300, "the generator plants too little: {found}");
}
