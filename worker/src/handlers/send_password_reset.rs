//! Answers a request for a new password: with a link by mail, if there is somebody to write to, and with nothing otherwise.

use xorb_domain::identity::write_password_reset;
use xorb_domain::jobs::{JobContext, JobError};

/// Writes the mail, once.
///
/// # Errors
/// As the database says; it is tried again.
pub async fn send_password_reset(context: &JobContext) -> Result<(), JobError> {
    let user_id = context.arg("user_id")?;
    if let Some(effect) = context.effect("written").await? {
        write_password_reset(&context.core, &effect, user_id).await?;
        effect.commit().await?;
    }
    Ok(())
}
