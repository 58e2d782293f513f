//! The byte strings of one identifier: those that stand for it by themselves. Escapes are not among them: they are undone
//! first, because they can be mixed in more ways than could be listed.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;

use super::Encoding;
use super::alphabet::{inner_characters, to_url_alphabet};
use crate::crypto::sha256;
use crate::privacy::identifiers::Identifier;

/// One byte string, and how a find of it is confirmed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Pattern {
    pub(super) bytes: Vec<u8>,
    pub(super) shape: Shape,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shape {
    /// The text itself, in any case, with neighbours.
    Text,
    /// The text in UTF-16, in any case, with neighbours.
    Utf16 { is_little: bool },
    /// Inside base64, with `before` bytes of its group in front: there must be exactly `content`.
    Base64 {
        before: usize,
        content: Vec<u8>,
        is_digest: bool,
    },
    /// A digest as bytes.
    Digest,
    /// A digest in hex.
    DigestHex,
}

impl Shape {
    /// The name of what is found; a text may have been written in escapes, which the finder knows.
    pub(super) const fn encoding(&self) -> Encoding {
        match self {
            Self::Text => Encoding::Plain,
            Self::Utf16 { .. } => Encoding::Utf16,
            Self::Base64 {
                is_digest: false, ..
            } => Encoding::Base64,
            Self::Base64 {
                is_digest: true, ..
            } => Encoding::Sha256Base64,
            Self::Digest => Encoding::Sha256,
            Self::DigestHex => Encoding::Sha256Hex,
        }
    }
}

/// All patterns of an identifier.
pub(super) fn patterns(identifier: &Identifier) -> BTreeSet<Pattern> {
    let value = identifier.value();
    let mut patterns = BTreeSet::new();
    let mut add = |bytes: Vec<u8>, shape: Shape| {
        patterns.insert(Pattern { bytes, shape });
    };
    // Composed as it is stored, decomposed as `unescaped` gives it.
    for text in [value.to_owned(), value.nfkd().collect()] {
        add(text.into_bytes(), Shape::Text);
    }
    for is_little in [true, false] {
        let bytes = |unit: u16| {
            if is_little {
                unit.to_le_bytes()
            } else {
                unit.to_be_bytes()
            }
        };
        let text = value.encode_utf16().flat_map(bytes).collect();
        add(text, Shape::Utf16 { is_little });
    }
    for content in [value.to_owned(), value.to_uppercase()] {
        base64(content.as_bytes(), false, &mut add);
    }
    let digest = sha256(value.as_bytes());
    add(digest.to_vec(), Shape::Digest);
    add(hex::encode(digest).into_bytes(), Shape::DigestHex);
    base64(&digest, true, &mut add);
    patterns
}

fn base64(content: &[u8], is_digest: bool, add: &mut impl FnMut(Vec<u8>, Shape)) {
    for before in 0..3 {
        let characters = inner_characters(content, before);
        for characters in [to_url_alphabet(&characters), characters] {
            let content = content.to_vec();
            add(
                characters,
                Shape::Base64 {
                    before,
                    content,
                    is_digest,
                },
            );
        }
    }
}
