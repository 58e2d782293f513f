//! Masks mentions in base64: what replaces them is as long as they were, so that everything around keeps its place.

use super::base64::{ALIGNMENTS, MAX_DEPTH, runs, segments};
use super::finder::Finder;
use super::token::{Token, index};

/// Texts are read again after each change; one that needs more rounds than this was made to.
pub(super) const MAX_ROUNDS: usize = 8;

const MARK: &[u8] = b"[erased]";

/// A character of a text, and what it becomes.
pub(super) type Change = (Token, char);

/// Masks mentions in the base64 of what was read, and says how many there were.
pub(super) fn mask_runs(tokens: &[Token], finder: &Finder, depth: usize) -> (Vec<Change>, usize) {
    let (mut changes, mut count) = (Vec::new(), 0);
    if depth >= MAX_DEPTH {
        return (changes, count);
    }
    let mut bytes = Vec::new();
    runs(tokens, |run| {
        let before = count;
        for alignment in 0..ALIGNMENTS {
            run.read(alignment, &mut bytes);
            let masked = mask_bytes(&mut bytes, finder, depth + 1);
            if masked > 0 {
                run.write(alignment, &bytes);
                count += masked;
            }
        }
        changes.extend(run.changes());
        count > before
    });
    (changes, count)
}

fn mask_bytes(bytes: &mut [u8], finder: &Finder, depth: usize) -> usize {
    let mut count = 0;
    for segment in segments(bytes) {
        let Some(segment) = bytes.get_mut(segment) else {
            continue;
        };
        for _ in 0..MAX_ROUNDS {
            let masked = mask_text(segment, finder, depth);
            count += masked;
            if masked == 0 {
                break;
            }
        }
    }
    count
}

fn mask_text(bytes: &mut [u8], finder: &Finder, depth: usize) -> usize {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return 0;
    };
    let readings = finder.read(text);
    let spans = finder.spans(&readings);
    for (start, end) in &spans {
        if let Some(mention) = bytes.get_mut(index(*start)..index(*end)) {
            fill(mention);
        }
    }
    if !spans.is_empty() {
        return spans.len();
    }
    for reading in readings.0 {
        let (changes, count) = mask_runs(&reading.tokens, finder, depth);
        if count > 0 {
            apply(bytes, &changes);
            return count;
        }
    }
    0
}

/// A character that was written as an escape is longer than what it becomes: all of it gives way.
fn apply(bytes: &mut [u8], changes: &[Change]) {
    for (token, symbol) in changes {
        if let Some([first, rest @ ..]) = bytes.get_mut(token.range()) {
            *first = u8::try_from(*symbol).unwrap_or(b'*');
            rest.fill(b' ');
        }
    }
}

fn fill(mention: &mut [u8]) {
    match mention.split_at_mut_checked(MARK.len()) {
        Some((mark, rest)) => {
            mark.copy_from_slice(MARK);
            rest.fill(b' ');
        }
        None => mention.fill(b'*'),
    }
}
