//! Long values in pieces that overlap, so that nothing is cut in two and nothing is held whole.

/// Bytes of a piece.
pub(super) const CHUNK: usize = 1 << 20;
/// Bytes that two pieces share: an identifier with all its escapes fits in.
pub(super) const OVERLAP: usize = 1 << 13;

/// Collects what was read until there is a piece to be searched.
#[derive(Default)]
pub(super) struct Chunks {
    held: Vec<u8>,
}

impl Chunks {
    /// Adds bytes; `search` gets a piece when there is one.
    pub(super) fn add(&mut self, bytes: &[u8], mut search: impl FnMut(&[u8])) {
        self.held.extend_from_slice(bytes);
        if self.held.len() >= CHUNK {
            search(&self.held);
            let shared = self.held.len() - OVERLAP;
            self.held.drain(..shared);
        }
    }

    /// The last piece.
    pub(super) fn finish(self, mut search: impl FnMut(&[u8])) {
        search(&self.held);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_cut_in_two_and_little_is_held() {
        let mut chunks = Chunks::default();
        let (mut found, mut longest) = (0, 0);
        let needle = b"the needle that lies on the seam";
        let mut search = |piece: &[u8]| {
            longest = longest.max(piece.len());
            found += piece
                .windows(needle.len())
                .filter(|window| window == needle)
                .count();
        };
        let mut text = vec![b'.'; CHUNK - 7];
        text.extend_from_slice(needle);
        text.resize(3 * CHUNK, b'.');
        for part in text.chunks(4_000) {
            chunks.add(part, &mut search);
        }
        chunks.finish(&mut search);
        assert!(found >= 1);
        assert!(longest < CHUNK + 4_000 + OVERLAP, "{longest}");
    }
}
