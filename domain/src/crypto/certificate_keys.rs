//! Public keys for offline verification, as a JSON Web Key Set in `{data_dir}/certificate-keys.json`: whoever has the file
//! can verify certificates and checkpoints without this installation.

use std::io::Write;
use std::path::Path;

use serde_json::{Value, json};
use xorb_entities::tenants::signing_key::SigningKeyPurpose;

use super::load_signing_keys;
use crate::AppError;
use crate::db::Db;
use crate::rng::random_id;

/// Writes the file, unless it says the same already. Readers never see half of it.
///
/// # Errors
/// As the file system and the database say.
pub async fn write_certificate_keys(db: &Db, data_dir: &Path) -> Result<(), AppError> {
    let mut keys: Vec<Value> = Vec::new();
    for purpose in [
        SigningKeyPurpose::Certificate,
        SigningKeyPurpose::Checkpoint,
    ] {
        let loaded = load_signing_keys(db, purpose).await?;
        keys.extend(loaded.public.iter().map(|(key, _)| key.jwk()));
    }
    let text =
        serde_json::to_string_pretty(&json!({ "keys": keys })).map_err(AppError::internal)?;
    let path = data_dir.join("certificate-keys.json");
    // Processes that share the folder may write at the same time: each has a file of its own until it is whole.
    let scratch = data_dir.join(format!(
        "certificate-keys.{}.new",
        random_id(db.services().rng.as_ref())
    ));
    let write = move || replace(&path, &scratch, &text);
    tokio::task::spawn_blocking(write)
        .await
        .map_err(AppError::internal)?
        .map_err(AppError::internal)
}

fn replace(path: &Path, scratch: &Path, text: &str) -> std::io::Result<()> {
    if std::fs::read_to_string(path).is_ok_and(|present| present == text) {
        return Ok(());
    }
    let mut file = std::fs::File::create(scratch)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(scratch, path)
}
