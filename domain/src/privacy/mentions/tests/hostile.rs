//! Much of each kind of text that would keep a careless reader for hours. How long a megabyte takes is measured by
//! `make bench-mentions`.

use super::super::{MAX_ADDRESSES, addresses_in};
use super::without_ann;
use crate::privacy::Identifier;
use crate::privacy::mentions::redact;

const BYTES: usize = 100_000;

#[test]
fn much_of_anything_is_read_to_its_end() {
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
        let mut text = part.repeat(BYTES / part.len());
        assert!(addresses_in(&text).len() <= MAX_ADDRESSES, "{part}");
        let _ = redact(&text, &words);
        text.push_str(" ann@corp.example ");
        let redacted = without_ann(&text).expect(part);
        assert!(redacted.ends_with(" [erased] "), "{part}");
    }
}
