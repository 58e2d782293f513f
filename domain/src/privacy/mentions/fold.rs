//! The form in which texts are compared: NFKC, lower case, without invisible characters; every character knows its origin.

use unicode_normalization::char::{canonical_combining_class, decompose_compatible};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick, is_nfkc_quick};

use super::token::{Token, index, offset, tokens};

/// More marks on one letter are no writing. Bounds the sorting of marks, which is not linear.
const MAX_CLUSTER: usize = 32;

/// Below it nothing joins what is before.
const FIRST_MARK: char = '\u{300}';

/// The one character that stands for a whole sentence, of eighteen: room for a hostile text, and in nobody's address.
const LONGEST: char = '\u{fdfa}';

/// A text in the form in which it is compared.
#[derive(Debug, Default)]
pub(super) struct Folded {
    pub(super) text: String,
    marks: Vec<Mark>,
}

/// Where a character stands in the folded text, and where it comes from.
#[derive(Clone, Copy, Debug)]
struct Mark {
    at: u32,
    start: u32,
    end: u32,
}

/// The folded form of a text that stands alone.
pub(super) fn folded(text: &str) -> String {
    fold(&tokens(text)).text
}

/// Folds what was read.
pub(super) fn fold(tokens: &[Token]) -> Folded {
    let mut folded = Folded {
        text: String::with_capacity(tokens.len()),
        marks: Vec::with_capacity(tokens.len()),
    };
    let mut rest = tokens;
    while let Some((first, behind)) = rest.split_first() {
        let stands_alone = behind.first().is_none_or(|next| next.symbol.is_ascii());
        if first.symbol.is_ascii() && stands_alone {
            folded.push(first.symbol.to_ascii_lowercase(), first.start, first.end);
            rest = behind;
            continue;
        }
        if is_invisible(first.symbol) {
            rest = behind;
            continue;
        }
        if behind
            .first()
            .is_none_or(|next| begins_cluster(next.symbol))
            && let Some(lower) = plain_lower(first.symbol)
        {
            folded.push(lower, first.start, first.end);
            rest = behind;
            continue;
        }
        let follows = behind.iter().take(MAX_CLUSTER - 1);
        let count = 1 + follows
            .take_while(|token| !begins_cluster(token.symbol))
            .count();
        let (cluster, behind) = rest.split_at(count.min(rest.len()));
        folded.push_cluster(cluster);
        rest = behind;
    }
    folded
}

impl Folded {
    fn push(&mut self, symbol: char, start: u32, end: u32) {
        let at = offset(self.text.len());
        self.marks.push(Mark { at, start, end });
        self.text.push(symbol);
    }

    fn push_cluster(&mut self, cluster: &[Token]) {
        let (Some(first), Some(last)) = (cluster.first(), cluster.last()) else {
            return;
        };
        if first.symbol == LONGEST {
            return self.push(LONGEST, first.start, last.end);
        }
        let lower = cluster
            .iter()
            .map(|token| token.symbol)
            .nfkc()
            .flat_map(char::to_lowercase)
            .map(|symbol| if symbol == 'ς' { 'σ' } else { symbol });
        for symbol in lower.nfkc() {
            self.push(symbol, first.start, last.end);
        }
    }

    /// The bytes of the original text that a range of the folded text comes from.
    pub(super) fn origin(&self, from: usize, to: usize) -> Option<(u32, u32)> {
        let first = self.marks.get(self.mark(from))?;
        let last = self.marks.get(self.mark(to).checked_sub(1)?)?;
        Some((first.start, last.end))
    }

    /// Where in the folded text stands what comes from these bytes, if it begins and ends there.
    pub(super) fn place(&self, (start, end): (u32, u32)) -> Option<(usize, usize)> {
        let first = self.marks.partition_point(|mark| mark.start < start);
        let behind = self.marks.partition_point(|mark| mark.end <= end);
        let is_exact = self.marks.get(first)?.start == start
            && self.marks.get(behind.checked_sub(1)?)?.end == end;
        let at = |mark: usize| {
            let mark = self.marks.get(mark);
            mark.map_or(self.text.len(), |mark| index(mark.at))
        };
        (is_exact && first < behind).then(|| (at(first), at(behind)))
    }

    /// Whether something invisible stands before this place: then what is before may belong to it or not.
    pub(super) fn has_gap(&self, at: usize) -> bool {
        let behind = self.mark(at);
        let before = behind.checked_sub(1).and_then(|mark| self.marks.get(mark));
        match (before, self.marks.get(behind)) {
            (Some(before), Some(behind)) => before.end < behind.start,
            _ => false,
        }
    }

    fn mark(&self, at: usize) -> usize {
        let at = offset(at);
        self.marks.partition_point(|mark| mark.at < at)
    }
}

/// The lower case of a character that NFKC leaves alone, if it is one that NFKC leaves alone.
fn plain_lower(symbol: char) -> Option<char> {
    let mut lower = symbol.to_lowercase();
    let (Some(only), None) = (lower.next(), lower.next()) else {
        return None;
    };
    (is_plain(symbol) && is_plain(only) && only != 'ς').then_some(only)
}

fn is_plain(symbol: char) -> bool {
    symbol.is_ascii() || is_nfkc_quick(std::iter::once(symbol)) == IsNormalized::Yes
}

/// Whether a character joins nothing before it.
fn begins_cluster(symbol: char) -> bool {
    if symbol < FIRST_MARK {
        return true;
    }
    if canonical_combining_class(symbol) == 0 && is_plain(symbol) {
        return true;
    }
    let mut first = None;
    decompose_compatible(symbol, |part| {
        first.get_or_insert(part);
    });
    let first = first.unwrap_or(symbol);
    canonical_combining_class(first) == 0
        && is_nfc_quick(std::iter::once(first)) == IsNormalized::Yes
}

/// Characters that change nothing of how a text reads.
fn is_invisible(symbol: char) -> bool {
    matches!(
        symbol,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{2069}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{e0100}'..='\u{e01ef}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_text_fold_to_one() {
        for spelling in [
            "Jörg@Corp",
            "jo\u{308}rg\u{ff20}CORP",
            "j\u{ad}Ö\u{200b}rg@corp",
        ] {
            assert_eq!(folded(spelling), "jörg@corp", "{spelling:?}");
        }
        assert_eq!(folded("ΟΔΟΣ"), folded("οδος"));
        assert_eq!(folded("\u{212a}"), "k");
    }

    #[test]
    fn a_folded_character_knows_its_origin() {
        let text = "aﬁ\u{ad}o\u{308}b";
        let folded = fold(&tokens(text));
        assert_eq!(folded.text, "afiöb");
        assert_eq!(folded.origin(0, 1), Some((0, 1)));
        assert_eq!(folded.origin(1, 2), Some((1, 4)));
        assert_eq!(folded.origin(3, 5), Some((6, 9)));
        assert_eq!(folded.place((6, 9)), Some((3, 5)));
        assert_eq!(folded.place((6, 8)), None);
        assert!(folded.has_gap(3));
        assert!(!folded.has_gap(1));
    }

    #[test]
    fn a_letter_with_a_million_marks_is_folded_in_no_time() {
        let text = "a\u{301}\u{323}".to_owned() + &"\u{323}\u{301}".repeat(300_000);
        assert!(folded(&text).len() > 1_000);
    }
}
