//! Whose signatures count: keys of this installation only. A key that somebody put into the database without the master key
//! is none of them.

use std::collections::HashMap;

use xorb_entities::tenants::signing_key::SigningKeyPurpose;

use super::Checkpoint;
use crate::AppError;
use crate::crypto::{PublicKey, genuine_public_keys};
use crate::db::Db;

/// The public keys of checkpoints, by name.
pub(in crate::audit) struct CheckpointKeys(HashMap<String, PublicKey>);

impl CheckpointKeys {
    pub(in crate::audit) async fn load(db: &Db) -> Result<Self, AppError> {
        let keys = genuine_public_keys(db, SigningKeyPurpose::Checkpoint).await?;
        let by_name = keys.into_iter().map(|key| (key.kid().to_owned(), key));
        Ok(Self(by_name.collect()))
    }

    pub(in crate::audit) fn have_signed(&self, checkpoint: &Checkpoint) -> bool {
        self.0
            .get(&checkpoint.kid)
            .is_some_and(|key| checkpoint.is_signed_by(key))
    }
}
