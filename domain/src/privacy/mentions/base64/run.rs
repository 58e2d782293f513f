//! A run of base64: six bits a character. Where its bytes begin is not known, so it is read at four alignments.
//!
//! Writing changes the bits of the given bytes and no other, so that the neighbours in the run stay as they are, even those
//! that share a character with what is written.

use super::super::token::Token;

pub(in super::super) const ALIGNMENTS: usize = 4;

/// Shorter runs hold no text that is looked for, unless they hold an `@`.
const MIN_SEXTETS: usize = 8;

/// The run, and where each of its characters comes from.
#[derive(Default)]
pub(in super::super) struct Run {
    sextets: Vec<u8>,
    before: Vec<u8>,
    tokens: Vec<Token>,
}

impl Run {
    pub(super) fn of(sextets: Vec<u8>) -> Self {
        Self {
            sextets,
            ..Self::default()
        }
    }

    pub(super) fn come_from(&mut self, tokens: impl Iterator<Item = Token>) {
        self.tokens.extend(tokens);
    }

    pub(super) fn is_worth_reading(&self) -> bool {
        self.sextets.len() >= MIN_SEXTETS || self.holds_at_sign()
    }

    /// Whether an `@` lies on any two neighbours, at one of the three offsets that a byte can have.
    fn holds_at_sign(&self) -> bool {
        let mut pairs = self.sextets.iter().zip(self.sextets.iter().skip(1));
        pairs.any(|(first, second)| {
            let at = u16::from(b'@');
            let bits = u16::from(*first) << 6 | u16::from(*second);
            bits >> 4 & 0xFF == at || bits >> 2 & 0xFF == at || bits & 0xFF == at
        })
    }

    /// Reads the bytes from this character on.
    pub(in super::super) fn read(&self, alignment: usize, bytes: &mut Vec<u8>) {
        bytes.clear();
        let mut groups = self
            .sextets
            .get(alignment..)
            .unwrap_or_default()
            .chunks_exact(4);
        for group in &mut groups {
            let bits = group
                .iter()
                .fold(0_u32, |bits, sextet| bits << 6 | u32::from(*sextet));
            let [_, read @ ..] = bits.to_be_bytes();
            bytes.extend(read);
        }
        let rest = groups.remainder();
        let bits = rest
            .iter()
            .fold(0_u32, |bits, sextet| bits << 6 | u32::from(*sextet));
        let [_, read @ ..] = (bits << (6 * (4 - rest.len()))).to_be_bytes();
        bytes.extend(read.iter().take(rest.len() * 3 / 4));
    }

    /// Writes the bytes back that were read at the same alignment.
    pub(in super::super) fn write(&mut self, alignment: usize, bytes: &[u8]) {
        if self.before.is_empty() {
            self.before.clone_from(&self.sextets);
        }
        for (number, byte) in bytes.iter().enumerate() {
            let bit = number * 8;
            let at = alignment + bit / 6;
            let Some([first, second]) = self.sextets.get_mut(at..at + 2) else {
                return;
            };
            let shift = 4 - bit % 6;
            let mask = 0xFF_u16 << shift;
            let bits = u16::from(*first) << 6 | u16::from(*second);
            let twelve = (bits & !mask) | u16::from(*byte) << shift;
            *first = u8::try_from(twelve >> 6 & 63).unwrap_or(0);
            *second = u8::try_from(twelve & 63).unwrap_or(0);
        }
    }

    /// The characters that writing has changed, with what stands there now.
    pub(in super::super) fn changes(&self) -> impl Iterator<Item = (Token, char)> {
        let changed = self.before.iter().zip(&self.sextets).zip(&self.tokens);
        changed
            .filter(|((before, now), _)| before != now)
            .map(|((_, now), token)| (*token, symbol(*now)))
    }
}

/// Of the standard alphabet. What replaces a mention is chosen so that the last two, which the alphabets write differently,
/// never come up.
fn symbol(sextet: u8) -> char {
    char::from(match sextet {
        0..=25 => b'A' + sextet,
        26..=51 => b'a' + (sextet - 26),
        52..=61 => b'0' + (sextet - 52),
        62 => b'+',
        _ => b'/',
    })
}
