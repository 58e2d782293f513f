//! The encodings one by one.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};

use super::super::finder::digest;
use super::{ann, without_ann};
use crate::privacy::mentions::redact;

#[test]
fn an_escaped_address_is_found() {
    for written in [
        "ann%40corp.example",
        "ann%2540corp%252Eexample",
        "%61%6e%6E%40corp.example",
        r"ann\u0040corp.example",
        r"\u0061nn\x40corp\u{2e}example",
        r"ann\\u0040corp.example",
        "ann&commat;corp&period;example",
        "ann&#64;corp&#x2e;example",
        "ann&amp;#64;corp.example",
        "ann=40corp.example",
        "ann@corp=\r\n.example",
        "ann@corp.exam=\nple",
        "ann%u0040corp.example",
        "\u{ff41}nn\u{ff20}corp.example",
        "a\u{ad}nn@corp\u{200b}.example",
    ] {
        let text = format!("joann@corp.example {written} ann@corp.example.com");
        assert_eq!(
            without_ann(&text).as_deref(),
            Some("joann@corp.example [erased] ann@corp.example.com"),
            "{written}"
        );
    }
}

#[test]
fn base64_is_read_at_every_alignment_and_its_neighbours_stay() {
    for before in ["", "{", "{\"", "to:", "\0\u{1}", "one more "] {
        for after in ["", "}", "\"}", "\n-- \n", " and joann@corp.example"] {
            let plain = format!("{before}ann@corp.example{after}");
            let erased = format!("{before}[erased]        {after}");
            for prefix in ["", "a", "Zz", "xyz", "Authorization: Basic ", "token="] {
                for (encoded, decode) in [
                    (STANDARD.encode(&plain), &STANDARD),
                    (STANDARD_NO_PAD.encode(&plain), &STANDARD_NO_PAD),
                    (URL_SAFE.encode(&plain), &URL_SAFE),
                    (URL_SAFE_NO_PAD.encode(&plain), &URL_SAFE_NO_PAD),
                ] {
                    let redacted = without_ann(&format!("{prefix}{encoded}, next")).unwrap();
                    let run = redacted.strip_prefix(prefix).unwrap();
                    let run = run.strip_suffix(", next").unwrap();
                    assert_eq!(
                        decode.decode(run).unwrap(),
                        erased.as_bytes(),
                        "{prefix}{encoded}"
                    );
                }
            }
        }
    }
}

#[test]
fn bytes_that_are_no_text_stay_beside_a_mention_in_base64() {
    let mut plain: Vec<u8> = (0..=255).collect();
    plain.extend(b"<ann@corp.example>");
    plain.extend(0..=255);
    let (redacted, count) = redact(&STANDARD.encode(&plain), &ann()).unwrap();
    assert_eq!(count, 1);
    let expected = String::from_utf8_lossy(&plain).replace("ann@corp.example", "[erased]        ");
    let decoded = STANDARD.decode(redacted).unwrap();
    assert_eq!(String::from_utf8_lossy(&decoded), expected);
}

#[test]
fn base64_in_base64_in_broken_lines_and_behind_escapes_is_read() {
    let twice = STANDARD.encode(format!(
        "x {} y",
        STANDARD.encode("to: ann@corp.example, bob")
    ));
    let redacted = without_ann(&twice).unwrap();
    let inner = String::from_utf8(STANDARD.decode(redacted).unwrap()).unwrap();
    let inner = STANDARD.decode(&inner[2..inner.len() - 2]).unwrap();
    assert_eq!(inner, b"to: [erased]        , bob");

    let long = STANDARD.encode("0123456789".repeat(3) + " ann@corp.example " + &"x".repeat(30));
    let lines = format!("{}\r\n  {}\n{}", &long[..50], &long[50..60], &long[60..]);
    let redacted = without_ann(&lines).unwrap();
    let joined: String = redacted.split_whitespace().collect();
    let decoded = STANDARD.decode(joined).unwrap();
    assert!(
        decoded.windows(8).any(|part| part == b"[erased]"),
        "{redacted}"
    );

    let in_json = format!(
        r"{{\u0022a\u0022:\u0022\n{}\u0022}}",
        STANDARD.encode("ann@corp.example")
    );
    assert!(without_ann(&in_json).is_some());
    let escaped = STANDARD.encode("mail=ann%40corp.example&");
    let redacted = without_ann(&escaped.replace('=', "%3D")).unwrap();
    assert!(
        redacted.starts_with(&STANDARD.encode("mail=[erased]")[..16]),
        "{redacted}"
    );
}

#[test]
fn the_digest_of_an_address_is_found() {
    let digest = digest("ann@corp.example");
    let text = format!("user {} and {}0", digest.to_uppercase(), digest);
    assert_eq!(
        without_ann(&text),
        Some(format!("user [erased] and {digest}0"))
    );
}
