//! Base64 in both alphabets at once, and in pieces: what lies in the middle of a longer text has no start and no padding.

/// The six bits of a character of the standard or the URL alphabet.
pub(super) const fn bits(character: u8) -> Option<u32> {
    let value = match character {
        b'A'..=b'Z' => character - b'A',
        b'a'..=b'z' => character - b'a' + 26,
        b'0'..=b'9' => character - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    };
    Some(value as u32)
}

/// Whole bytes in `characters`, of which the first begins a group. Ends at a character that is none.
pub(super) fn decode(characters: impl IntoIterator<Item = u8>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let (mut buffer, mut filled) = (0_u32, 0_u32);
    for character in characters {
        let Some(six) = bits(character) else { break };
        buffer = (buffer << 6 | six) & 0xffff;
        filled += 6;
        if filled >= 8 {
            filled -= 8;
            bytes.push((buffer >> filled).to_le_bytes()[0]);
        }
    }
    bytes
}

/// The characters, of the standard alphabet, that depend on `bytes` alone when `before` bytes of their group precede them.
pub(super) fn inner_characters(bytes: &[u8], before: usize) -> Vec<u8> {
    const STANDARD: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let padded: Vec<u8> = std::iter::repeat_n(0, before)
        .chain(bytes.iter().copied())
        .collect();
    let bit = |at: usize| {
        let byte = padded.get(at / 8).copied().unwrap_or_default();
        usize::from(byte >> (7 - at % 8) & 1)
    };
    (characters_before(before)..padded.len() * 8 / 6)
        .map(|character| {
            let six = (0..6).fold(0, |six, offset| six << 1 | bit(character * 6 + offset));
            STANDARD.get(six).copied().unwrap_or_default()
        })
        .collect()
}

/// How many characters of the group depend on the `before` bytes that precede.
pub(super) const fn characters_before(before: usize) -> usize {
    (before * 8).div_ceil(6)
}

/// The same characters in the URL alphabet.
pub(super) fn to_url_alphabet(characters: &[u8]) -> Vec<u8> {
    let convert = |character: &u8| match character {
        b'+' => b'-',
        b'/' => b'_',
        other => *other,
    };
    characters.iter().map(convert).collect()
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

    use super::*;

    #[test]
    fn what_the_library_encodes_is_decoded_from_any_group() {
        let bytes: Vec<u8> = (0..=255).collect();
        for text in [STANDARD.encode(&bytes), URL_SAFE_NO_PAD.encode(&bytes)] {
            assert_eq!(decode(text.bytes()), bytes);
            assert_eq!(decode(text.bytes().skip(8)), bytes[6..]);
        }
        assert_eq!(decode(*b"YW5"), b"an");
    }

    #[test]
    fn inner_characters_stand_in_every_text_with_that_many_bytes_before() {
        for before in 0..3 {
            let inner = inner_characters(b"ann@example.org", before);
            for (front, back) in [("xyz", "!"), ("\u{7f}~}", "??"), ("aaa", "")] {
                let text = format!("{}ann@example.org{back}", &front[..before]);
                let encoded = STANDARD.encode(text);
                let inner = std::str::from_utf8(&inner).unwrap();
                assert_eq!(
                    encoded.find(inner),
                    Some(characters_before(before)),
                    "{encoded}"
                );
            }
        }
    }
}
