//! The name of a bucket: a keyed hash, so that neither Redis nor a dump of it tells whose bucket it is.

use std::fmt;

use ring::hmac;

/// Names one bucket.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BudgetKey(pub [u8; 16]);

impl fmt::Debug for BudgetKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

/// Makes names. All processes of an installation have the same secret, and so the same names.
#[derive(Clone, Debug)]
pub struct BudgetNames(hmac::Key);

impl BudgetNames {
    /// Names under this secret.
    #[must_use]
    pub fn new(secret: &[u8]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, secret))
    }

    /// The name of what these parts describe. Parts can't be shifted into each other.
    #[must_use]
    pub fn name(&self, parts: &[&[u8]]) -> BudgetKey {
        let mut context = hmac::Context::with_key(&self.0);
        for part in parts {
            let length = u64::try_from(part.len()).unwrap_or(u64::MAX);
            context.update(&length.to_be_bytes());
            context.update(part);
        }
        let mut name = [0; 16];
        for (to, from) in name.iter_mut().zip(context.sign().as_ref()) {
            *to = *from;
        }
        BudgetKey(name)
    }
}
