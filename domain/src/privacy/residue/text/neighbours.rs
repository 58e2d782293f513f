//! Whether an identifier stands as a whole: `joann@example.org` and `ann@example.org.uk` are other people's.
//!
//! Where a text leaves it open the answer is yes: a wrong find costs somebody a look, a missed one makes the proof wrong.

use crate::privacy::identifiers::{Identifier, IdentifierKind};

/// Scripts from here on are written without spaces: their letters beside an identifier do not belong to it.
const FIRST_UNSPACED: char = '\u{0590}';

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

fn is_word(character: char) -> bool {
    character.is_alphanumeric() && character < FIRST_UNSPACED
}

fn local_part_goes_on(before: &[u8], plus_is_space: bool) -> bool {
    let (character, rest) = before_end(before);
    match character {
        Some('+') if plus_is_space => false,
        // No address begins with these, but a sentence, a list or an option may end with them.
        Some('.' | '+' | '-' | '_') => before_end(rest).0.is_some_and(is_word),
        Some(character) => is_word(character),
        None => false,
    }
}

fn domain_goes_on(after: &[u8]) -> bool {
    let (character, rest) = after_start(after);
    match character {
        Some('.' | '-') => after_start(rest).0.is_some_and(is_word),
        Some(character) => is_word(character),
        None => false,
    }
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
        for before in ["jo", "jo.", "x+", "x-", "x_", "7", "\u{fc}"] {
            assert!(!is_ann(before, ""), "{before}");
        }
        for after in ["x", ".uk", "-shop.com", "7", "\u{fc}"] {
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
