//! Argon2id at the parameters of OWASP: 19,456 KiB, two passes, one lane; 16-byte salt; PHC strings.

use argon2::{Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version};

use super::Password;
use crate::AppError;

const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;

fn hasher() -> Result<Argon2<'static>, AppError> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(failed)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Hashes with a fresh salt.
pub(super) fn hash(password: &Password, salt: [u8; 16]) -> Result<String, AppError> {
    let hash: PasswordHash = hasher()?
        .hash_password_with_salt(password.expose().as_bytes(), &salt)
        .map_err(failed)?;
    Ok(hash.to_string())
}

/// Is it the password of this PHC string? Costs one Argon2 at the parameters in the string.
pub(super) fn verify(password: &Password, stored: &str) -> Result<bool, AppError> {
    let hash = PasswordHash::new(stored).map_err(failed)?;
    match hasher()?.verify_password(password.expose().as_bytes(), &hash) {
        Ok(()) => Ok(true),
        Err(argon2::password_hash::Error::PasswordInvalid) => Ok(false),
        Err(error) => Err(failed(error)),
    }
}

/// Was it made with other parameters than today's?
pub(super) fn is_outdated(stored: &str) -> bool {
    let Ok(hash) = PasswordHash::new(stored) else {
        return true;
    };
    let current = Params::try_from(&hash).is_ok_and(|params| {
        (params.m_cost(), params.t_cost(), params.p_cost()) == (MEMORY_KIB, PASSES, LANES)
    });
    hash.algorithm != Algorithm::Argon2id.ident()
        || hash.version != Some(Version::V0x13.into())
        || !current
}

/// The library's errors say nothing about the password.
fn failed(error: impl std::fmt::Display) -> AppError {
    AppError::internal(format!("argon2: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn password(text: &str) -> Password {
        Password::parse(text).unwrap()
    }

    #[test]
    fn a_hash_has_the_required_parameters_and_verifies_its_password_only() {
        let stored = hash(&password("lantern gravel"), [7; 16]).unwrap();
        assert!(
            stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{stored}"
        );
        assert!(verify(&password("lantern gravel"), &stored).unwrap());
        assert!(!verify(&password("lantern gravels"), &stored).unwrap());
        assert!(!is_outdated(&stored));
    }

    #[test]
    fn hashes_of_other_parameters_verify_and_are_outdated() {
        let weak = Params::new(8, 1, 1, None).unwrap();
        let old = Argon2::new(Algorithm::Argon2id, Version::V0x13, weak)
            .hash_password_with_salt(b"lantern gravel", &[7; 16])
            .unwrap()
            .to_string();
        assert!(verify(&password("lantern gravel"), &old).unwrap());
        assert!(is_outdated(&old));
    }

    #[test]
    fn a_damaged_hash_is_an_error_and_no_match() {
        for damaged in [
            "",
            "x",
            "$argon2id$",
            "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA",
        ] {
            assert!(
                verify(&password("lantern gravel"), damaged).is_err(),
                "{damaged}"
            );
        }
    }
}
