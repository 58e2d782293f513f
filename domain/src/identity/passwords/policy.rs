//! Which passwords may be set: long enough, hard to guess, not made of words that an attacker knows about the person.

use zeroize::Zeroizing;
use zxcvbn::{Score, zxcvbn};

use super::Password;
use crate::{AppError, UserErrorCode};

/// Shortest password where it is the only factor (SP 800-63B-4).
const MIN_CHARACTERS: usize = 15;
/// So much must be left when the words that an attacker knows are taken out.
const MIN_UNKNOWN_CHARACTERS: usize = 8;
/// Words that everybody knows about this product.
const PRODUCT_WORDS: [&str; 4] = ["xorb", "pentest", "penetration", "security"];

/// Judges a password. `words` are known about the person and the tenant: address, names, slug.
///
/// # Errors
/// `PasswordTooWeak` at `path`, with what to do.
pub(super) fn check(password: &Password, words: &[String], path: &str) -> Result<(), AppError> {
    let too_weak = |message: &str| AppError::user(UserErrorCode::PasswordTooWeak, path, message);
    if password.characters() < MIN_CHARACTERS {
        return Err(too_weak("choose a password of at least 15 characters"));
    }
    let parts = words.iter().flat_map(|word| {
        let parts = word.split(|c: char| !c.is_alphanumeric());
        std::iter::once(word.as_str()).chain(parts)
    });
    let known: Vec<&str> = parts
        .filter(|part| part.chars().count() > 2)
        .chain(PRODUCT_WORDS)
        .collect();
    let unknown = characters_without(password, known.clone());
    if unknown < MIN_UNKNOWN_CHARACTERS || zxcvbn(password.expose(), &known).score() < Score::Three
    {
        return Err(too_weak(
            "this password is easy to guess; take several unrelated words, or let a password manager make one",
        ));
    }
    Ok(())
}

/// How many characters are left without the words, the longest taken out first.
fn characters_without(password: &Password, mut words: Vec<&str>) -> usize {
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let mut rest = Zeroizing::new(password.expose().to_lowercase());
    for word in words {
        rest = Zeroizing::new(rest.replace(&word.to_lowercase(), ""));
    }
    rest.chars().count()
}

/// What is said about a password that is longer than the limit.
pub(super) fn too_long(path: &str) -> AppError {
    AppError::user(
        UserErrorCode::PasswordTooWeak,
        path,
        "a password has at most 128 characters",
    )
}

/// What is said about a password that others have, and have lost.
pub(super) fn known_from_breach(path: &str) -> AppError {
    AppError::user(
        UserErrorCode::PasswordTooWeak,
        path,
        "this password is known from a breach elsewhere; take another one, and change it wherever you use it",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_accepted(password: &str) -> bool {
        let words = [
            "ada.lovelace@analytical-engines.example".to_owned(),
            "Analytical Engines".to_owned(),
        ];
        check(&Password::parse(password).unwrap(), &words, "password").is_ok()
    }

    #[test]
    fn long_unrelated_words_are_accepted() {
        assert!(is_accepted("lantern gravel violin orbit"));
        assert!(is_accepted("kwq8#Zr2!vTm0@pLx"));
    }

    #[test]
    fn short_common_and_known_words_are_refused() {
        for weak in [
            "",
            "Tr0ub4dor&3",
            "aaaaaaaaaaaaaaaaaaaa",
            "passwordpassword",
            "123456789012345678",
            "qwertyuiopasdfgh",
            "ada.lovelace1815",
            "analyticalengines",
            "xorbxorbxorbxorb",
        ] {
            assert!(!is_accepted(weak), "{weak}");
        }
    }
}
