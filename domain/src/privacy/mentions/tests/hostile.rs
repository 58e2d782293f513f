//! A megabyte of each kind of text that would be slow to a careless reader. None takes more than a moment; how long exactly
//! is measured by `make bench-mentions`.

use super::super::{MAX_ADDRESSES, addresses_in};
use super::{ann, without_ann};
use crate::privacy::Identifier;
use crate::privacy::mentions::redact;

const MEGABYTE: usize = 1_000_000;

#[test]
fn a_megabyte_of_anything_is_read_to_its_end() {
    let words = [Identifier::text(&"ab".repeat(50)).unwrap()];
    for part in [
        "%25",
        "%",
        "%2525%40",
        "\\",
        "\\u005c",
        "&amp;",
        "&",
        "&#",
        ";",
        "=3D",
        "=\n",
        "=\r\n",
        "@",
        "a@b",
        "a@b.",
        "=a@",
        "a=",
        ".",
        "-",
        "a-@",
        "%C3",
        "%F0%9F",
        "\u{301}",
        "a\u{ad}",
        "YW5u",
        "VVVV",
        "UUEA",
        "ab",
        "\n",
        "QGNvcnA\n",
        "AA==",
        "\\ud83d",
        "ﷺ",
        "0",
        "e@e'",
    ] {
        let mut text = part.repeat(MEGABYTE / part.len());
        assert!(addresses_in(&text).len() <= MAX_ADDRESSES, "{part}");
        assert_eq!(without_ann(&text), None, "{part}");
        let _ = redact(&text, &words);
        text.push_str(" ann@corp.example ");
        let redacted = without_ann(&text).expect(part);
        assert!(redacted.ends_with(" [erased] "), "{part}");
        assert_eq!(redact(&redacted, &ann()), None, "{part}");
    }
}
