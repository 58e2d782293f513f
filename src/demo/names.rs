//! Who takes part: a company and its people, new in every run, with a password that was drawn for this run.

use xorb_domain::rng::{Rng, random_bytes};

const SYLLABLES: [&str; 16] = [
    "ba", "de", "fi", "go", "hu", "ja", "ke", "li", "mo", "nu", "pa", "re", "si", "to", "vu", "za",
];

/// The people of a run.
pub(crate) struct Names {
    pub(crate) company: String,
    pub(crate) slug: String,
    pub(crate) olga: String,
    pub(crate) ben: String,
    /// Olga's and Ben's alike.
    pub(crate) password: String,
}

impl Names {
    /// The people of the `number`th company.
    pub(crate) fn of(number: u32, password: &str) -> Self {
        let suffix = match number {
            1 => String::new(),
            _ => format!("-{number}"),
        };
        let slug = format!("harbour{suffix}");
        Self {
            company: format!("Harbour Books{}", suffix.replace('-', " ")),
            olga: format!("olga@{slug}.example"),
            ben: format!("ben@{slug}.example"),
            slug,
            password: password.to_owned(),
        }
    }
}

/// 64 random bits that can be read aloud.
pub(crate) fn draw_password(rng: &dyn Rng) -> String {
    let words: Vec<String> = random_bytes::<8>(rng)
        .chunks(2)
        .map(|bytes| {
            let nibbles = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
            nibbles
                .filter_map(|nibble| SYLLABLES.get(usize::from(nibble)))
                .copied()
                .collect()
        })
        .collect();
    words.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use xorb_domain::rng::SystemRng;

    #[test]
    fn passwords_differ_and_are_long_enough() {
        let rng = SystemRng::default();
        let (one, other) = (draw_password(&rng), draw_password(&rng));
        assert_eq!(one.len(), 4 * 8 + 3);
        assert_ne!(one, other);
    }

    #[test]
    fn the_second_run_has_another_company() {
        let names = Names::of(2, "x");
        assert_eq!(
            (names.slug.as_str(), names.ben.as_str()),
            ("harbour-2", "ben@harbour-2.example")
        );
        assert_eq!(Names::of(1, "x").company, "Harbour Books");
    }
}
