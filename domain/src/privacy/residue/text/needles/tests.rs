//! Every encoding is found, alone and in mixtures; neighbours are not.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

use super::*;
use crate::crypto::sha256;

const ANN: &str = "ann@example.org";

fn needles() -> Needles {
    let people = [
        vec![
            Identifier::email(ANN).unwrap(),
            Identifier::text("Kunde 4711-X").unwrap(),
        ],
        vec![Identifier::email("m\u{fc}ller@example.org").unwrap()],
    ];
    Needles::new(people.iter().map(Vec::as_slice)).unwrap()
}

fn encodings(text: impl AsRef<[u8]>) -> Vec<(usize, &'static str)> {
    let hits = needles().search(text.as_ref());
    hits.iter()
        .map(|hit| (hit.person, hit.encoding.as_str()))
        .collect()
}

#[test]
fn an_address_is_found_in_every_encoding() {
    let digest = sha256(ANN.as_bytes());
    let utf16 = |text: &str| {
        text.encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect::<Vec<u8>>()
    };
    let full = |prefix: &str| {
        let escapes: Vec<String> = ANN
            .bytes()
            .map(|byte| format!("{prefix}{byte:02X}"))
            .collect();
        escapes.concat()
    };
    let entities: Vec<String> = ANN.bytes().map(|byte| format!("&#{byte};")).collect();
    let wide: String = ANN
        .chars()
        .filter_map(|c| char::from_u32(u32::from(c) + 0xfee0))
        .collect();
    for (text, encoding) in [
        (b"to: ann@example.org.".to_vec(), "plain"),
        (b"ANN@EXAMPLE.ORG".to_vec(), "plain"),
        (b"aNN@Example.org".to_vec(), "plain"),
        (b"line\\nann@example.org\\n".to_vec(), "plain"),
        (b"?a=%20ann%40example.org&b=1".to_vec(), "percent"),
        (b"x+ann%40example.org".to_vec(), "percent"),
        (full("%").into_bytes(), "percent"),
        (b"{\"ann\\u0040example.org\":1}".to_vec(), "unicode_escape"),
        (full("\\u00").into_bytes(), "unicode_escape"),
        (b"'ann\\x40example.org'".to_vec(), "hex_escape"),
        (
            b"<p>ann&commat;example&period;org</p>".to_vec(),
            "html_entity",
        ),
        (b"ann&#64;example.org".to_vec(), "html_entity"),
        (b"ann&#x40;example.org".to_vec(), "html_entity"),
        (entities.concat().into_bytes(), "html_entity"),
        (wide.into_bytes(), "compatibility_form"),
        (
            "ann\u{ff20}example.org".as_bytes().to_vec(),
            "compatibility_form",
        ),
        (digest.to_vec(), "sha256"),
        (hex::encode_upper(digest).into_bytes(), "sha256_hex"),
        (STANDARD.encode(digest).into_bytes(), "sha256_base64"),
        (utf16("<ann@example.org>"), "utf16"),
        (utf16("Ann@Example.ORG"), "utf16"),
    ] {
        let found = encodings(&text);
        assert!(
            found.contains(&(0, encoding)),
            "{encoding}: {found:?} in {}",
            String::from_utf8_lossy(&text)
        );
        assert!(found.iter().all(|(person, _)| *person == 0));
    }
}

#[test]
fn an_address_in_base64_is_found_at_every_alignment_and_in_any_case() {
    for front in ["", "<", "a:", "{\"email\":\"", "the quick brown fox "] {
        for address in [ANN, "ANN@EXAMPLE.ORG", "Ann@Example.org"] {
            let text = format!("{front}{address}\"}} and more");
            for encoded in [STANDARD.encode(&text), URL_SAFE_NO_PAD.encode(&text)] {
                assert_eq!(encodings(format!("v={encoded}")), [(0, "base64")], "{text}");
            }
        }
    }
}

#[test]
fn mixtures_are_found() {
    let json = STANDARD.encode("{\"to\":\"ann%40example.org\"}");
    for text in [
        "ann%2540example.org".to_owned(),
        "%61nn\\u0040ex&#97;mple.org".to_owned(),
        "{\\\"to\\\":\\\"ann\\\\u0040example.org\\\"}".to_owned(),
        STANDARD.encode(&json),
        format!(
            "%7B%22b%22%3A%22{}%22%7D",
            STANDARD.encode("x Ann@example.org y").replace('=', "%3D")
        ),
    ] {
        assert!(!encodings(&text).is_empty(), "{text}");
    }
}

#[test]
fn other_people_are_not_found_in_any_encoding() {
    for other in [
        "joann@example.org",
        "ann@example.org.uk",
        "ann@example.organic",
        "x.ann@example.org",
    ] {
        let wide: String = other
            .chars()
            .filter_map(|c| char::from_u32(u32::from(c) + 0xfee0))
            .collect();
        for text in [
            other.to_owned(),
            other.to_uppercase(),
            other.replace('@', "%40"),
            other.replace('@', "\\u0040"),
            other.replace('@', "&#64;"),
            wide,
            STANDARD.encode(format!("to:{other} etc.")),
            STANDARD.encode(format!("{other} etc.")),
            STANDARD.encode(format!("<{other} etc.")),
        ] {
            assert_eq!(encodings(&text), [], "{other}: {text}");
        }
        let utf16: Vec<u8> = other.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(encodings(utf16), [], "{other}");
    }
}

#[test]
fn other_identifiers_are_found_as_words() {
    assert_eq!(encodings("KUNDE 4711-x war hier"), [(0, "plain")]);
    assert_eq!(encodings("kunde 4711-xy"), []);
    assert_eq!(encodings("M\u{dc}LLER@example.org"), [(1, "plain")]);
    assert_eq!(encodings("mu\u{308}ller@example.org"), [(1, "plain")]);
    assert_eq!(encodings("m%C3%BCller%40example.org"), [(1, "percent")]);
}

#[test]
fn nothing_is_found_in_nothing_and_no_input_panics() {
    assert_eq!(encodings(""), []);
    let rng = crate::rng::SeededRng::new(7);
    let needles = needles();
    for length in 0..200 {
        let mut bytes = vec![0; length];
        crate::rng::Rng::fill(&rng, &mut bytes);
        let mangled: Vec<u8> = bytes
            .iter()
            .map(|byte| b"ann@%\\u&#x40;=/AQ"[usize::from(*byte) % 17])
            .collect();
        needles.search(&bytes);
        needles.search(&mangled);
    }
}
