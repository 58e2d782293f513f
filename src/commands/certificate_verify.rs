//! `xorb certificate verify`: is this certificate genuine, and what does it say? Needs the public keys and nothing else: no
//! database, no network, and with `--keys` no configuration.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use anyhow::bail;
use xorb_domain::privacy::certificate::{
    CertificateContent, MAX_CERTIFICATE_BYTES, subject_commitment, verify_certificate,
};

use super::certificate_file::certificate_in;
use super::certificate_words::print;
use crate::wrong_use::WrongUse;

/// Far more than any set of keys.
const MAX_KEYS_BYTES: usize = 1024 * 1024;

/// The person's side: what only they can show.
pub(crate) struct Claim<'a> {
    pub(crate) salt: &'a str,
    pub(crate) address: &'a str,
}

/// Verifies the certificate in `file` (`-`: standard input) with the public keys in `keys`, and says what it attests.
///
/// # Errors
/// `WrongUse` if there is nothing to judge: a file that can't be read, a salt that is none. Any other if it is not genuine, or
/// not about this person.
pub(crate) fn certificate_verify(
    file: &Path,
    keys: &Path,
    claim: Option<&Claim<'_>>,
) -> anyhow::Result<()> {
    let salt = claim.map(|claim| read_salt(claim.salt)).transpose()?;
    let public_keys = read_file(keys, MAX_KEYS_BYTES)?;
    // What the API answers around a certificate is a little longer than it.
    let text = if file == Path::new("-") {
        read(
            io::stdin().lock(),
            2 * MAX_CERTIFICATE_BYTES,
            "standard input",
        )?
    } else {
        read_file(file, 2 * MAX_CERTIFICATE_BYTES)?
    };
    let content =
        match certificate_in(&text).and_then(|jws| Ok(verify_certificate(&jws, &public_keys)?)) {
            Ok(content) => content,
            Err(problem) => bail!("this certificate is NOT genuine: {problem}"),
        };
    let is_theirs = claim
        .zip(salt)
        .map(|(claim, salt)| is_about(&content, &salt, claim.address));
    print(&content, is_theirs);
    if is_theirs == Some(false) {
        bail!("the certificate is genuine, but it is NOT about this address and salt");
    }
    Ok(())
}

fn is_about(content: &CertificateContent, salt: &[u8; 32], address: &str) -> bool {
    let commitment = subject_commitment(salt, address);
    content
        .subject_commitments
        .iter()
        .any(|of| of.0 == commitment)
}

fn read_salt(text: &str) -> Result<[u8; 32], WrongUse> {
    let mut salt = [0; 32];
    match hex::decode_to_slice(text.trim(), &mut salt) {
        Ok(()) => Ok(salt),
        Err(_) => Err(WrongUse::new(
            "--salt: the 64 hexadecimal digits of the letter are expected",
        )),
    }
}

fn read_file(path: &Path, limit: usize) -> anyhow::Result<String> {
    let name = path.display().to_string();
    let file = File::open(path)
        .map_err(|error| WrongUse::new(format!("{name} can't be read: {error}")))?;
    read(file, limit, &name)
}

/// Never more than `limit` bytes, however long it is.
fn read(from: impl Read, limit: usize, name: &str) -> anyhow::Result<String> {
    let mut bytes = Vec::new();
    let most = u64::try_from(limit).unwrap_or(u64::MAX);
    from.take(most.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|error| WrongUse::new(format!("{name} can't be read: {error}")))?;
    if bytes.len() > limit {
        bail!("{name} is longer than {limit} bytes: that is no certificate and no set of keys");
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text),
        Err(_) => bail!("{name} is no text: that is no certificate and no set of keys"),
    }
}
