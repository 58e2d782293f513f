//! Whom a backup is encrypted for: public keys of age, or whoever knows a passphrase.

use std::io::Write;

use age::secrecy::SecretString;
use age::stream::StreamWriter;
use age::{Encryptor, Recipient, scrypt, tag, tagpq, x25519};
use anyhow::Context;

use crate::wrong_use::WrongUse;

/// 2^18 rounds, as the age command takes: a quarter of a gigabyte for each guess.
const WORK_FACTOR: u8 = 18;

pub(crate) struct Seal(Vec<Box<dyn Recipient>>);

impl Seal {
    /// For each of these keys; any one of them opens it.
    ///
    /// # Errors
    /// If one is none.
    pub(crate) fn of_recipients(recipients: &[String]) -> anyhow::Result<Self> {
        let parsed = recipients.iter().map(|text| {
            parse(text.trim()).ok_or_else(|| {
                WrongUse::new(format!(
                    "{text} is no public key of age: use the line that begins with age1 (`age-keygen -y FILE` prints it)"
                ))
            })
        });
        Ok(Self(parsed.collect::<Result<_, _>>()?))
    }

    pub(crate) fn of_passphrase(passphrase: SecretString) -> Self {
        let mut recipient = scrypt::Recipient::new(passphrase);
        recipient.set_work_factor(WORK_FACTOR);
        Self(vec![Box::new(recipient)])
    }

    /// What is written to the answer comes out of `output` encrypted.
    pub(super) fn encrypt<W: Write>(&self, output: W) -> anyhow::Result<StreamWriter<W>> {
        let recipients = self
            .0
            .iter()
            .map(|recipient| &**recipient as &dyn Recipient);
        let encryptor = Encryptor::with_recipients(recipients)
            .map_err(|_| WrongUse::new("these recipients can't be used together"))?;
        encryptor
            .wrap_output(output)
            .context("the backup can't be written")
    }
}

fn parse(text: &str) -> Option<Box<dyn Recipient>> {
    if let Ok(recipient) = text.parse::<x25519::Recipient>() {
        return Some(Box::new(recipient));
    }
    if let Ok(recipient) = text.parse::<tag::Recipient>() {
        return Some(Box::new(recipient));
    }
    let recipient = text.parse::<tagpq::Recipient>().ok()?;
    Some(Box::new(recipient))
}
