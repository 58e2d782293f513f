//! What a company is called in a mail to somebody who does not know it. Anybody can sign up a company of any name and have it
//! invite anybody: the name must not be a message of its own.

const LONGEST: usize = 60;
/// As many as a year and a little more; a telephone number has more.
const MOST_DIGITS: usize = 6;

/// The name if nothing in it leads anywhere, or else the short name, or else nothing that anybody has chosen.
pub(crate) fn name_for_strangers<'n>(name: &'n str, slug: &'n str) -> &'n str {
    [name, slug]
        .into_iter()
        .find(|name| is_plain(name))
        .unwrap_or("XORB")
}

fn is_plain(name: &str) -> bool {
    name.chars().count() <= LONGEST
        && name.chars().filter(char::is_ascii_digit).count() <= MOST_DIGITS
        && !name.contains(['/', '@', '\\', ':'])
        && !is_like_a_host(name)
}

/// Two letters or more on both sides of a dot, as in `evil.example`, but not in `Inc.` or `S.p.A.`; whatever mail programs
/// take for a dot.
fn is_like_a_host(name: &str) -> bool {
    let words: Vec<&str> = name
        .split(['.', '\u{2024}', '\u{3002}', '\u{ff0e}', '\u{ff61}'])
        .collect();
    words.windows(2).any(|two| {
        let [before, after] = two else { return false };
        let of = |letters: &mut dyn Iterator<Item = char>| {
            letters
                .take_while(|letter| letter.is_alphanumeric())
                .count()
        };
        of(&mut before.chars().rev()) >= 2 && of(&mut after.chars()) >= 2
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_leads_somewhere_is_not_shown() {
        for plain in [
            "Acme",
            "Acme Inc.",
            "S.p.A. Rossi",
            "Müller & Söhne 1898",
            "3M",
            "日本電気",
        ] {
            assert_eq!(name_for_strangers(plain, "acme"), plain);
        }
        for leading in [
            "Call +49 170 1234567 now",
            "Win at evil.example",
            "http://evil",
            "mail me@evil",
            "evil。example wins",
            &"long ".repeat(20),
        ] {
            assert_eq!(name_for_strangers(leading, "acme"), "acme", "{leading}");
        }
        assert_eq!(
            name_for_strangers("www.evil.example", "call-0170-1234567"),
            "XORB"
        );
    }
}
