//! The texts among decoded bytes: most of what is decoded at a wrong alignment is noise.

use std::ops::Range;

/// Base64 in base64 is read so deep.
pub(in super::super) const MAX_DEPTH: usize = 4;

/// Shorter stretches of text hold no address.
const MIN_BYTES: usize = 3;

/// Shorter stretches hold nothing that is looked for, unless they hold a character that tells of an address or an escape.
const MIN_PLAIN_BYTES: usize = 6;

/// `@`, what begins an escape, and the first byte of the wide forms.
const TELLING: [u8; 6] = [b'@', b'%', b'\\', b'&', b'=', 0xEF];

/// Where texts stand among bytes that may mention somebody.
pub(in super::super) fn segments(bytes: &[u8]) -> Vec<Range<usize>> {
    let mut segments = Vec::new();
    let (mut start, mut at, mut is_telling) = (0, 0, false);
    while let Some(byte) = bytes.get(at) {
        let length = match byte {
            b'\t' | b'\n' | b'\r' | b' '..=b'~' => 1,
            0x80.. => letter_length(bytes, at),
            _ => 0,
        };
        is_telling |= TELLING.contains(byte);
        if length == 0 {
            push(&mut segments, start..at, is_telling);
            (start, is_telling) = (at + 1, false);
        }
        at += length.max(1);
    }
    push(&mut segments, start..at, is_telling);
    segments
}

/// How many bytes the letter beyond ASCII has that begins here; 0 if none does.
fn letter_length(bytes: &[u8], at: usize) -> usize {
    let length = match bytes.get(at) {
        Some(0xC2..=0xDF) => 2,
        Some(0xE0..=0xEF) => 3,
        Some(0xF0..=0xF4) => 4,
        _ => return 0,
    };
    let letter = bytes.get(at..at + length).map(std::str::from_utf8);
    if matches!(letter, Some(Ok(_))) {
        length
    } else {
        0
    }
}

fn push(segments: &mut Vec<Range<usize>>, segment: Range<usize>, is_telling: bool) {
    let shortest = if is_telling {
        MIN_BYTES
    } else {
        MIN_PLAIN_BYTES
    };
    if segment.len() >= shortest {
        segments.push(segment);
    }
}
