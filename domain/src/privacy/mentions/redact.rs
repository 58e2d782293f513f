//! Cuts a person's identifiers out of a text and leaves the rest as it is.

use super::finder::Finder;
use super::mask::{Change, MAX_ROUNDS, mask_runs};
use super::readings::Span;
use super::token::index;
use crate::privacy::Identifier;

/// What stands where an identifier stood. In base64 it is filled up, or cut, to the length of what it replaces.
pub const ERASED: &str = "[erased]";

/// The text without the identifiers, and how many mentions there were; `None` if there is none.
#[must_use]
pub fn redact(text: &str, identifiers: &[Identifier]) -> Option<(String, usize)> {
    redact_with(&Finder::new(identifiers), text)
}

pub(super) fn redact_with(finder: &Finder, text: &str) -> Option<(String, usize)> {
    let mut redacted: Option<(String, usize)> = None;
    for _ in 0..MAX_ROUNDS {
        let now = redacted.as_ref().map_or(text, |(text, _)| text);
        let Some((text, count)) = round(finder, now) else {
            break;
        };
        let before = redacted.map_or(0, |(_, count)| count);
        redacted = Some((text, before + count));
    }
    redacted
}

fn round(finder: &Finder, text: &str) -> Option<(String, usize)> {
    let readings = finder.read(text);
    let spans = finder.spans(&readings);
    if !spans.is_empty() {
        return Some((cut_out(text, &spans), spans.len()));
    }
    readings.0.iter().find_map(|reading| {
        let (changes, count) = mask_runs(&reading.tokens, finder, 0);
        (count > 0).then(|| (apply(text, &changes), count))
    })
}

fn cut_out(text: &str, spans: &[Span]) -> String {
    let replaced = spans
        .iter()
        .map(|(start, end)| (index(*start), index(*end), ERASED));
    replace(text, replaced)
}

fn apply(text: &str, changes: &[Change]) -> String {
    let symbols: Vec<String> = changes
        .iter()
        .map(|(_, symbol)| symbol.to_string())
        .collect();
    let replaced = changes.iter().zip(&symbols).map(|((token, _), symbol)| {
        let range = token.range();
        (range.start, range.end, symbol.as_str())
    });
    replace(text, replaced)
}

/// Replaces ranges that are in order.
fn replace<'a>(text: &str, replaced: impl Iterator<Item = (usize, usize, &'a str)>) -> String {
    let mut result = String::with_capacity(text.len());
    let mut done = 0;
    for (start, end, with) in replaced {
        result.push_str(text.get(done..start).unwrap_or_default());
        result.push_str(with);
        done = end;
    }
    result.push_str(text.get(done..).unwrap_or_default());
    result
}
