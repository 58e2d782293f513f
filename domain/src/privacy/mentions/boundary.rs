//! Where an identifier begins and ends: `ann@corp.example` is no part of `joann@corp.example` or `ann@corp.example.com`.

use unicode_normalization::char::canonical_combining_class;

use super::fold::Folded;

/// How far a row of dots and dashes is followed.
const MAX_JOINERS: usize = 16;

/// What may not stand beside an identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bounds {
    /// Anything that would make it another address.
    Address,
    /// Letters and digits.
    Words,
}

/// Whether an identifier can begin at this byte.
pub(super) fn begins(folded: &Folded, at: usize, bounds: Bounds) -> bool {
    let Some((before, behind)) = folded.text.split_at_checked(at) else {
        return false;
    };
    let Some(last) = before.chars().next_back() else {
        return true;
    };
    if is_word(last) {
        let is_apart = behind
            .chars()
            .next()
            .is_some_and(|next| are_apart(last, next, bounds));
        return is_apart || folded.has_gap(at);
    }
    bounds == Bounds::Words || !is_joined(before) || folded.has_gap(at)
}

/// Whether an identifier can end before this byte.
pub(super) fn ends(folded: &Folded, at: usize, bounds: Bounds) -> bool {
    let Some((before, behind)) = folded.text.split_at_checked(at) else {
        return false;
    };
    let mut following = behind.chars();
    let Some(next) = following.next() else {
        return true;
    };
    let goes_on = match next {
        '.' => following.next().is_some_and(is_word),
        '-' => {
            let mut rest = following
                .take(MAX_JOINERS)
                .skip_while(|symbol| *symbol == '-');
            rest.next().is_some_and(is_word)
        }
        next if is_word(next) => {
            let last = before.chars().next_back();
            !last.is_some_and(|last| are_apart(next, last, bounds)) && !folded.has_gap(at)
        }
        _ => false,
    };
    !goes_on || (bounds == Bounds::Words && !is_word(next))
}

/// Whether what stands here belongs to the local part behind it: `x.` in `x.ann@`, but not `- ` or `...`.
fn is_joined(before: &str) -> bool {
    let mut later = None;
    for symbol in before.chars().rev().take(MAX_JOINERS) {
        match symbol {
            '.' if later == Some('.') => return false,
            '.' | '_' | '+' | '-' | '\'' => later = Some(symbol),
            symbol => return later.is_some() && is_word(symbol),
        }
    }
    false
}

pub(super) fn is_word(symbol: char) -> bool {
    symbol.is_alphanumeric() || (!symbol.is_ascii() && canonical_combining_class(symbol) != 0)
}

/// Whether two letters side by side belong to different words, because one is of a script that writes no spaces.
fn are_apart(beside: char, own: char, bounds: Bounds) -> bool {
    if !is_word(own) {
        return bounds == Bounds::Words;
    }
    match (is_unspaced(beside), is_unspaced(own)) {
        (true, true) => bounds == Bounds::Words,
        (beside, own) => beside != own,
    }
}

/// Thai, Lao, Burmese, Khmer, Chinese, Japanese; and Korean, whose particles follow without a space.
fn is_unspaced(symbol: char) -> bool {
    matches!(
        symbol,
        '\u{e00}'..='\u{eff}'
            | '\u{1000}'..='\u{109f}'
            | '\u{1100}'..='\u{11ff}'
            | '\u{1780}'..='\u{17ff}'
            | '\u{2e80}'..='\u{a4cf}'
            | '\u{ac00}'..='\u{d7ff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{3ffff}'
    )
}
