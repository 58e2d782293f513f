//! What opens a backup, and what is wrong with one that does not open.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use age::secrecy::SecretString;
use age::{DecryptError, Decryptor, Identity, IdentityFile, scrypt};
use anyhow::{Context, anyhow, bail};

use crate::wrong_use::WrongUse;

/// Each backup of ours, and each file of age, begins so.
const HEAD: &[u8] = b"age-encryption.org/v1\n";
/// A head that asks for more than this was made to exhaust the machine.
const MOST_WORK: u8 = 22;
/// Fewer characters can be guessed by whoever gets the file.
const SHORTEST: usize = 12;

pub(crate) struct Key {
    identities: Vec<Box<dyn Identity>>,
    is_passphrase: bool,
    from: PathBuf,
}

impl Key {
    /// Secret keys, as age-keygen writes them.
    ///
    /// # Errors
    /// If the file can't be read or holds none.
    pub(crate) fn of_identity(path: &Path) -> anyhow::Result<Self> {
        let file = File::open(path).with_context(|| format!("{} can't be read", path.display()))?;
        let identities = IdentityFile::from_buffer(BufReader::new(file))
            .ok()
            .and_then(|file| file.into_identities().ok())
            .filter(|identities| !identities.is_empty())
            .ok_or_else(|| {
                WrongUse::new(format!(
                    "{} holds no secret key of age (a line that begins with AGE-SECRET-KEY-1)",
                    path.display()
                ))
            })?;
        let identities = identities
            .into_iter()
            .map(|identity| identity as Box<dyn Identity>);
        Ok(Self {
            identities: identities.collect(),
            is_passphrase: false,
            from: path.to_owned(),
        })
    }

    /// # Errors
    /// If the file can't be read or holds nothing that protects.
    pub(crate) fn of_passphrase(path: &Path) -> anyhow::Result<Self> {
        let mut identity = scrypt::Identity::new(read_passphrase(path)?);
        identity.set_max_work_factor(MOST_WORK);
        Ok(Self {
            identities: vec![Box::new(identity)],
            is_passphrase: true,
            from: path.to_owned(),
        })
    }

    /// Opens `file`; what is read from the answer is decrypted, and an error of it means that the file was changed.
    ///
    /// # Errors
    /// If it is no backup, or not for this key.
    pub(super) fn decrypt(&self, file: &Path) -> anyhow::Result<impl Read> {
        let name = file.display();
        let input = File::open(file).with_context(|| format!("{name} can't be read"))?;
        let mut input = BufReader::new(input);
        let begin = input
            .fill_buf()
            .with_context(|| format!("{name} can't be read"))?;
        if begin.is_empty() {
            bail!("{name} is empty: take another copy");
        }
        if !begin.starts_with(HEAD) {
            bail!("{name} is no backup of XORB: it does not begin as one");
        }
        let decryptor = Decryptor::new_buffered(input).map_err(|_| damaged(file))?;
        match (decryptor.is_scrypt(), self.is_passphrase) {
            (true, false) => bail!("{name} was encrypted with a passphrase: use --passphrase-file"),
            (false, true) => bail!("{name} was encrypted for a key: use --identity"),
            _ => {}
        }
        let identities = self.identities.iter().map(|identity| &**identity);
        decryptor
            .decrypt(identities)
            .map_err(|error| self.does_not_open(file, &error))
    }

    fn does_not_open(&self, file: &Path, error: &DecryptError) -> anyhow::Error {
        match error {
            DecryptError::ExcessiveWork { .. } => anyhow!(
                "{} asks for more work than any backup of XORB: it was not made by it",
                file.display()
            ),
            DecryptError::InvalidMac | DecryptError::InvalidHeader | DecryptError::Io(_) => {
                damaged(file)
            }
            _ => anyhow!(
                "{} does not open {}: it is the wrong {}, or the head of the file is damaged",
                self.from.display(),
                file.display(),
                if self.is_passphrase {
                    "passphrase"
                } else {
                    "key"
                }
            ),
        }
    }
}

pub(super) fn damaged(file: &Path) -> anyhow::Error {
    anyhow!(
        "{} is not what was written: it is cut off or damaged; take another copy",
        file.display()
    )
}

/// The passphrase is the file without its last line break.
///
/// # Errors
/// If others can read it, or anybody could guess it.
pub(crate) fn read_passphrase(path: &Path) -> anyhow::Result<SecretString> {
    let name = path.display();
    let unreadable = || format!("{name} can't be read");
    let metadata = fs::metadata(path).with_context(unreadable)?;
    if metadata.is_file() && metadata.permissions().mode() & 0o077 != 0 {
        return Err(WrongUse::new(format!("others can read {name}. Run: chmod 600 {name}")).into());
    }
    let text = fs::read_to_string(path).with_context(unreadable)?;
    let passphrase = text.strip_suffix('\n').unwrap_or(&text);
    let passphrase = passphrase.strip_suffix('\r').unwrap_or(passphrase);
    if passphrase.chars().count() < SHORTEST {
        let short = format!("the passphrase in {name} is shorter than {SHORTEST} characters");
        return Err(WrongUse::new(short).into());
    }
    Ok(SecretString::from(passphrase.to_owned()))
}
