//! Stretches of base64 in a text, decoded from every one of the four places at which a group can begin: a stretch may be
//! glued to a word in front of it.

use super::alphabet::{bits, decode};

/// Shorter ones are found by their patterns, or are words.
const SHORTEST: usize = 16;
/// A line of wrapped base64 is at least so long.
const SHORTEST_LINE: usize = 60;

/// All decodings of all stretches.
pub(super) fn decodings(text: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    runs(text).flat_map(|run| {
        (0..4).map(move |start| {
            let characters = run.iter().copied().filter(|byte| bits(*byte).is_some());
            decode(characters.skip(start))
        })
    })
}

/// The stretches, with the line breaks inside them.
fn runs(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            let start = rest.iter().position(|byte| bits(*byte).is_some())?;
            let tail = rest.get(start..)?;
            let length = length(tail);
            let (run, behind) = tail.split_at(length);
            rest = behind;
            if run.len() >= SHORTEST {
                return Some(run);
            }
        }
    })
}

fn length(text: &[u8]) -> usize {
    let (mut length, mut line) = (0, 0);
    for byte in text {
        if bits(*byte).is_some() {
            line += 1;
        } else if matches!(byte, b'\r' | b'\n') && (line == 0 || line >= SHORTEST_LINE) {
            line = 0;
        } else {
            break;
        }
        length += 1;
    }
    length
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;

    use super::*;

    #[test]
    fn a_stretch_is_decoded_wherever_it_begins_and_across_lines() {
        let secret = "the quick brown fox jumps over the lazy dog, and then again, and again";
        let encoded = STANDARD.encode(secret);
        let (line, rest) = encoded.split_at(76);
        for text in [
            format!("x={encoded}"),
            format!("/a/{encoded}"),
            format!("ab{encoded}"),
            format!("{line}\r\n{rest}"),
        ] {
            let found = decodings(text.as_bytes()).any(|bytes| {
                String::from_utf8_lossy(&bytes)
                    .contains("brown fox jumps over the lazy dog, and then again, and ag")
            });
            assert!(found, "{text}");
        }
    }

    #[test]
    fn words_are_no_stretches() {
        assert_eq!(
            decodings(b"a short text of words, none of which is long").count(),
            0
        );
    }
}
