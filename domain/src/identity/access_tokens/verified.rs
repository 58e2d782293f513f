//! Tokens that were verified and have not expired: a signature costs more than a look-up. Keyed by the token's hash, so
//! that the memory holds no token. Revocation is not its matter: the session is looked at on every request.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::Claims;
use crate::crypto::sha256;

const MAX_ENTRIES: usize = 20_000;

#[derive(Default)]
pub(super) struct VerifiedTokens(Mutex<HashMap<[u8; 32], Arc<Claims>>>);

impl VerifiedTokens {
    pub(super) fn find(&self, token: &str, now: i64) -> Option<Arc<Claims>> {
        let hash = sha256(token.as_bytes());
        let mut tokens = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let claims = tokens.get(&hash)?.clone();
        if claims.exp > now {
            return Some(claims);
        }
        tokens.remove(&hash);
        None
    }

    pub(super) fn insert(&self, token: &str, claims: Arc<Claims>, now: i64) {
        let hash = sha256(token.as_bytes());
        let mut tokens = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if tokens.len() >= MAX_ENTRIES {
            tokens.retain(|_, claims| claims.exp > now);
        }
        if tokens.len() >= MAX_ENTRIES {
            tokens.clear();
        }
        tokens.insert(hash, claims);
    }
}
