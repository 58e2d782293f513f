//! A text as its reader sees it: escapes undone, compatibility forms (full-width letters and the like) made plain, lower case.
//!
//! Characters are decomposed one by one, so that each byte still knows how it was written.

use unicode_normalization::char::{decompose_canonical, decompose_compatible};

use super::Encoding;
use super::escapes::{Undone, undo};

/// Whether reading could show anything that the bytes do not.
fn is_worth_reading(text: &[u8]) -> bool {
    text.iter()
        .any(|byte| matches!(byte, b'%' | b'\\' | b'&') || !byte.is_ascii())
}

/// The text as it is read; `None` if that is what stands there.
pub(super) fn unescaped(text: &[u8]) -> Option<Undone> {
    if !is_worth_reading(text) {
        return None;
    }
    let undone = undo(text);
    if undone.bytes.is_ascii() {
        return undone.has_changed.then_some(undone);
    }
    Some(folded(&undone))
}

fn folded(undone: &Undone) -> Undone {
    let mut folded = Undone {
        has_changed: undone.has_changed,
        ..Undone::default()
    };
    let mut at = 0;
    for chunk in undone.bytes.utf8_chunks() {
        let visible = chunk
            .valid()
            .char_indices()
            .filter(|(_, character)| !is_invisible(*character));
        for (offset, character) in visible {
            let written = undone
                .origins
                .get(at + offset)
                .copied()
                .unwrap_or(Encoding::Plain);
            // An umlaut becomes a letter and its dots in either way: only what becomes ASCII in one of them is a form.
            let mut is_form = written == Encoding::Plain && !character.is_ascii();
            decompose_canonical(character, |part| is_form &= !part.is_ascii());
            decompose_compatible(character, |part| {
                let origin = if is_form && part.is_ascii() {
                    Encoding::CompatibilityForm
                } else {
                    written
                };
                for lower in part.to_lowercase() {
                    folded.push(lower, origin);
                }
            });
        }
        at += chunk.valid().len() + chunk.invalid().len();
        if !chunk.invalid().is_empty() {
            folded.push(char::REPLACEMENT_CHARACTER, Encoding::Plain);
        }
    }
    folded
}

/// Soft hyphens, joiners and the like: a reader does not see them, and an address has none.
fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}'
    )
}
