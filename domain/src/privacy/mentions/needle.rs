//! A text that is looked for, wherever it stands, overlapping or not, in linear time (Knuth, Morris, Pratt).

use super::boundary::Bounds;
use super::fold::folded;

/// A folded text and how far to fall back when it does not go on.
pub(super) struct Needle {
    pub(super) bounds: Bounds,
    text: String,
    /// For each prefix the length of its longest border.
    borders: Vec<usize>,
}

impl Needle {
    pub(super) fn new(text: &str, bounds: Bounds) -> Self {
        let text = folded(text);
        let mut borders = vec![0; text.len()];
        let mut border = 0;
        for (at, byte) in text.bytes().enumerate().skip(1) {
            border = step(&text, &borders, border, byte);
            if let Some(slot) = borders.get_mut(at) {
                *slot = border;
            }
        }
        Self {
            bounds,
            text,
            borders,
        }
    }

    /// Its length in bytes.
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// Where it begins in a folded text.
    pub(super) fn occurrences(&self, text: &str) -> Vec<usize> {
        if self.text.is_empty() || !text.contains(&self.text) {
            return Vec::new();
        }
        let mut found = Vec::new();
        let mut matched = 0;
        for (at, byte) in text.bytes().enumerate() {
            if matched == self.text.len() {
                matched = self.borders.last().copied().unwrap_or(0);
            }
            matched = step(&self.text, &self.borders, matched, byte);
            if matched == self.text.len() {
                found.push(at + 1 - matched);
            }
        }
        found
    }
}

/// How much of the text is matched after one more byte.
fn step(text: &str, borders: &[usize], mut matched: usize, byte: u8) -> usize {
    loop {
        if text.as_bytes().get(matched) == Some(&byte) {
            return matched + 1;
        }
        match matched.checked_sub(1).and_then(|last| borders.get(last)) {
            Some(border) => matched = *border,
            None => return 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlapping_occurrences_are_all_found() {
        let needle = Needle::new("a.b@a.b", Bounds::Address);
        assert_eq!(needle.occurrences("xa.b@a.b@a.b"), [1, 5]);
        assert_eq!(
            Needle::new("aabaa", Bounds::Words).occurrences("aabaabaa"),
            [0, 3]
        );
        assert!(needle.occurrences("a.b@a.").is_empty());
    }
}
