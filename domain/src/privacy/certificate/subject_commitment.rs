//! Whom a certificate is about, said so that only the person can show it.

use unicode_normalization::UnicodeNormalization;

use crate::crypto::sha256;

const DOMAIN: &[u8] = b"xorb.certificate.subject.v1";

/// SHA-256 of a domain, a zero byte, the salt and the normalised address. The salt has 256 random bits and goes to the person
/// only, so that nobody can try addresses.
#[must_use]
pub fn subject_commitment(salt: &[u8; 32], identifier: &str) -> [u8; 32] {
    let normalised = identifier.trim().nfkc().collect::<String>().to_lowercase();
    let mut text = DOMAIN.to_vec();
    text.push(0);
    text.extend_from_slice(salt);
    text.extend_from_slice(normalised.as_bytes());
    sha256(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_commitment_is_the_published_one_and_does_not_mind_how_the_address_is_written() {
        let commitment = subject_commitment(&[7; 32], "ada@example.org");
        let expected = sha256(
            &[
                b"xorb.certificate.subject.v1\0".as_slice(),
                &[7; 32],
                b"ada@example.org",
            ]
            .concat(),
        );
        assert_eq!(commitment, expected);
        for same in [" Ada@Example.ORG\n", "\u{ff41}da@example.org"] {
            assert_eq!(subject_commitment(&[7; 32], same), commitment, "{same}");
        }
    }

    #[test]
    fn another_salt_or_address_gives_another_commitment() {
        let commitment = subject_commitment(&[7; 32], "ada@example.org");
        assert_ne!(subject_commitment(&[8; 32], "ada@example.org"), commitment);
        assert_ne!(subject_commitment(&[7; 32], "eda@example.org"), commitment);
    }
}
