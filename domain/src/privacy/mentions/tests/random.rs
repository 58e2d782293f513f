//! A seeded generator, so that a failure can be had again.

/// xorshift64*.
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub(super) fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 32;
        usize::try_from(high).unwrap() % bound
    }

    pub(super) fn one_of<T: Copy>(&mut self, values: &[T]) -> T {
        values[self.below(values.len())]
    }

    /// Any characters, mostly those that mean something to a decoder.
    pub(super) fn text(&mut self, length: usize) -> String {
        const PARTS: [&str; 24] = [
            "%", "%25", "%4", "%40", "\\", "\\u", "\\u00", "u0040", "&", "&amp;", "&#", "#64;",
            "=", "=\n", "=3D", "@", ".", "YW5u", "QGNv", "\u{301}", "\u{ad}", " ", "\n", "corp",
        ];
        let mut text = String::new();
        for _ in 0..length {
            match self.below(4) {
                0 => text.push_str(self.one_of(&PARTS)),
                1 => {
                    let number = u32::try_from(self.below(0x11_0000)).unwrap();
                    text.extend(char::from_u32(number));
                }
                _ => text.push(char::from(u8::try_from(32 + self.below(95)).unwrap())),
            }
        }
        text
    }
}
