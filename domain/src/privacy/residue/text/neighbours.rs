//! Whether an identifier stands as a whole: `joann@example.org` and `ann@example.org.uk` are other people's.
//!
//! Where a text leaves it open the answer is yes: a wrong find costs somebody a look, a missed one makes the proof wrong.

use unicode_normalization::char::canonical_combining_class;

use crate::privacy::identifiers::{Identifier, IdentifierKind};

/// How far a row of dots and dashes is followed.
const MAX_JOINERS: usize = 16;

/// Whether the identifier between `before` and `after` is that and not a part of a longer one. `plus_is_space`: the text was
/// percent-encoded, where `+` stands for a space.
pub(super) fn stands_alone(
    identifier: &Identifier,
    before: &[u8],
    after: &[u8],
    plus_is_space: bool,
) -> bool {
    match identifier.kind() {
        IdentifierKind::Email => {
            !local_part_goes_on(before, plus_is_space) && !domain_goes_on(after)
        }
        IdentifierKind::Text => {
            let value = identifier.value();
            let (first, last) = (value.chars().next(), value.chars().next_back());
            let joins = |edge: Option<char>, beside: Option<char>| {
                edge.is_some_and(is_word) && beside.is_some_and(is_word)
            };
            !joins(first, before_end(before).0) && !joins(last, after_start(after).0)
        }
    }
}

/// A letter or digit that would belong to the word beside it: not one of a script that writes without spaces.
fn is_word(character: char) -> bool {
    let is_unspaced = matches!(
        character,
        '\u{e00}'..='\u{eff}'
            | '\u{1000}'..='\u{109f}'
            | '\u{1100}'..='\u{11ff}'
            | '\u{1780}'..='\u{17ff}'
            | '\u{2e80}'..='\u{a4cf}'
            | '\u{ac00}'..='\u{d7ff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{3ffff}'
    );
    let is_mark = !character.is_ascii() && canonical_combining_class(character) != 0;
    (character.is_alphanumeric() && !is_unspaced) || is_mark
}

fn local_part_goes_on(before: &[u8], plus_is_space: bool) -> bool {
    let mut rest = before;
    let mut later = None;
    for _ in 0..MAX_JOINERS {
        let (character, in_front) = before_end(rest);
        match character {
            Some('+') if plus_is_space => return false,
            // Dots in a row end a sentence, not a name.
            Some('.') if later == Some('.') => return false,
            Some('.' | '+' | '-' | '_' | '\'') => later = character,
            Some(character) => return is_word(character),
            None => return false,
        }
        rest = in_front;
    }
    false
}

fn domain_goes_on(after: &[u8]) -> bool {
    let (first, mut rest) = after_start(after);
    let mut next = first;
    match first {
        Some('.') => next = after_start(rest).0,
        Some('-') => {
            for _ in 0..MAX_JOINERS {
                (next, rest) = after_start(rest);
                if next != Some('-') {
                    break;
                }
            }
        }
        _ => {}
    }
    next.is_some_and(is_word)
}

/// The last character of `before`, and what is in front of it. What is no UTF-8 ends like a text does.
fn before_end(before: &[u8]) -> (Option<char>, &[u8]) {
    for length in 1..=4.min(before.len()) {
        let (rest, last) = before.split_at(before.len() - length);
        if let Ok(text) = std::str::from_utf8(last) {
            return (text.chars().next(), rest);
        }
    }
    (None, before)
}

/// The first character of `after`, and what is behind it.
fn after_start(after: &[u8]) -> (Option<char>, &[u8]) {
    for length in 1..=4.min(after.len()) {
        let (first, rest) = after.split_at(length);
        if let Ok(text) = std::str::from_utf8(first) {
            return (text.chars().next(), rest);
        }
    }
    (None, after)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_ann(before: &str, after: &str) -> bool {
        let ann = Identifier::email("ann@example.org").unwrap();
        stands_alone(&ann, before.as_bytes(), after.as_bytes(), false)
    }

    #[test]
    fn another_persons_address_is_not_this_persons() {
        for before in [
            "jo", "jo.", "x+", "x-", "x--", "x_", "o'", "7", "\u{fc}", "\u{5d0}",
        ] {
            assert!(!is_ann(before, ""), "{before}");
        }
        for after in ["x", ".uk", "-shop.com", "--x", "7", "\u{fc}", "\u{301}"] {
            assert!(!is_ann("", after), "{after}");
        }
    }

    #[test]
    fn an_address_in_a_sentence_a_list_or_a_document_is_found() {
        for before in [
            "", " ", "<", "mailto:", "...", " -", "to=", "\"", "/", "\u{9001}",
        ] {
            for after in [
                "",
                " ",
                ">",
                ".",
                ". Then",
                ",",
                "?subject=x",
                "-",
                "_",
                "\u{306b}",
            ] {
                assert!(is_ann(before, after), "{before:?} {after:?}");
            }
        }
    }

    #[test]
    fn a_text_is_found_as_whole_words_only() {
        let number = Identifier::text("AB-12345").unwrap();
        let is_found = |before: &str, after: &str| {
            stands_alone(&number, before.as_bytes(), after.as_bytes(), false)
        };
        assert!(is_found("no. ", "-x"));
        assert!(!is_found("X", ""));
        assert!(!is_found("", "6"));
        let phone = Identifier::text("+49 151 2345").unwrap();
        assert!(stands_alone(&phone, b"tel", b"", false));
    }
}
