//! Erasing `ann@corp.example` takes that address and no other.

use super::super::{addresses_in, redact};
use super::{ann, without_ann};
use crate::privacy::Identifier;

#[test]
fn other_addresses_stay_whole() {
    for other in [
        "joann@corp.example",
        "ann@corp.example.com",
        "x.ann@corp.example",
        "x_ann@corp.example",
        "x-ann@corp.example",
        "o'ann@corp.example",
        "ann@corp.example-two.org",
        "ann@corp.example--two.org",
        "ann@corp.examples",
        "ann+x@corp.example",
        "x+ann@corp.example",
        "ann@sub.corp.example",
        "ann@corp.example%2Ecom",
        "x%2Eann@corp.example",
        r"jo\u0061nn@corp.example",
        r"ann@corp.example\u002ecom",
        "öann@corp.example",
        "ann@corp.exampleö",
        "ann@corp.example\u{301}",
        "an@corp.example",
        "ann@corp.exampl",
        "ann corp.example",
    ] {
        assert_eq!(without_ann(other), None, "{other}");
        assert_eq!(without_ann(&format!("({other})")), None, "({other})");
    }
}

#[test]
fn an_address_is_found_whatever_punctuation_stands_around_it() {
    for (text, redacted) in [
        ("ann@corp.example", "[erased]"),
        ("Write to ann@corp.example.", "Write to [erased]."),
        ("ann@corp.example...", "[erased]..."),
        ("see...ann@corp.example", "see...[erased]"),
        ("<ANN@Corp.Example>", "<[erased]>"),
        (
            "mailto:ann@corp.example?subject=x",
            "mailto:[erased]?subject=x",
        ),
        ("user=ann@corp.example&x=1", "user=[erased]&x=1"),
        (
            "'ann@corp.example','joann@corp.example'",
            "'[erased]','joann@corp.example'",
        ),
        ("`ann@corp.example`", "`[erased]`"),
        ("_ann@corp.example_", "_[erased]_"),
        ("- ann@corp.example -", "- [erased] -"),
        ("(--user=ann@corp.example)", "(--user=[erased])"),
        ("ann@corp.example:secret", "[erased]:secret"),
        ("CORP\\ann@corp.example", "CORP\\[erased]"),
        ("ann@corp.example,ann@corp.example", "[erased],[erased]"),
        (
            "https://h/?q=ann%40corp.example%20x",
            "https://h/?q=[erased]%20x",
        ),
        ("请联系ann@corp.example谢谢", "请联系[erased]谢谢"),
        ("ann@corp.example으로", "[erased]으로"),
        ("a\u{200b}ann@corp.example", "a\u{200b}[erased]"),
    ] {
        assert_eq!(without_ann(text).as_deref(), Some(redacted), "{text}");
        assert!(
            addresses_in(text).contains(&"ann@corp.example".into()),
            "{text}"
        );
    }
}

#[test]
fn an_escape_that_was_none_hides_nobody() {
    for (address, text) in [
        ("nina@corp.example", r"CORP\nina@corp.example"),
        ("bob@corp.example", r"CORP\bob%40corp.example"),
        ("40ann@corp.example", "?user=40ann@corp.example"),
        ("be@corp.example", "50%be%40corp.example"),
        ("beata@corp.example", "?user=beata%40corp.example"),
    ] {
        let identifiers = [Identifier::email(address).unwrap()];
        let (redacted, count) = redact(text, &identifiers).expect(text);
        assert_eq!(count, 1);
        assert!(!redacted.contains("corp.example"), "{redacted}");
        assert!(addresses_in(text).contains(&address.into()), "{text}");
    }
}

#[test]
fn stated_texts_are_found_as_words() {
    let identifiers = [
        Identifier::text("+49 170 1234567").unwrap(),
        Identifier::text("Kunde-4711").unwrap(),
    ];
    let text = "Call +49 170 1234567 or +49 170 12345678 (KUNDE-4711, Kunde-47112, x-kunde-4711-y)";
    let redacted = "Call [erased] or +49 170 12345678 ([erased], Kunde-47112, x-[erased]-y)";
    assert_eq!(redact(text, &identifiers), Some((redacted.to_owned(), 3)));
}

#[test]
fn nobody_to_look_for_is_nobody_found() {
    assert_eq!(redact("ann@corp.example", &[]), None);
    assert_eq!(redact("", &ann()), None);
}

#[test]
fn an_ambiguous_start_is_indexed_in_each_way() {
    let found = addresses_in("user=o'neil@corp.example");
    assert!(found.contains(&"o'neil@corp.example".into()), "{found:?}");
    assert!(
        found.contains(&"user=o'neil@corp.example".into()),
        "{found:?}"
    );
    assert_eq!(
        addresses_in("a @ b, @home, x@, nobody"),
        Vec::<String>::new()
    );
}
