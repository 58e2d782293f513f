//! Repeats an erasure on a database that was restored from before it: the same steps, without request, tasks and letter.

use uuid::Uuid;

use super::blocked::code_of;
use super::erase_batch::BATCH;
use super::erase_location::erase_location;
use super::fence::{fence_subjects, stop_mails};
use super::gather::exactly;
use super::pass::{close_pass, open_pass};
use super::{finish, mail_files, tombstone};
use crate::db::TenantTx;
use crate::identity::Actor;
use crate::identity::support_access::end_those_of;
use crate::privacy::Person;
use crate::privacy::certificate::Digest;
use crate::privacy::plan::erasure_order;
use crate::tenants::TenantScope;
use crate::{AppError, Core};

/// Where the person's addresses are. Nothing else keeps them here, and without them nobody finds who mentions the person:
/// so, in their order, they go last, and a repetition that was killed can be repeated itself.
const WITH_ADDRESSES: [&str; 2] = ["invitations", "users"];

/// Erases these subjects, whom `request_id` once erased. Safe to repeat, and to do twice at once.
///
/// # Errors
/// As the database and the file system say; what was done stays done.
pub(crate) async fn repeat_erasure(
    core: &Core,
    scope: &TenantScope,
    subjects: &[Uuid],
    request_id: Uuid,
) -> Result<(), AppError> {
    let tx = core.db.write(scope).await?;
    let person = exactly(&tx, request_id, subjects).await?;
    fence_subjects(&tx, &person).await?;
    open_pass(&tx).await?;
    end_those_of(&tx, &Actor::system(*scope), &person.subjects).await?;
    stop_mails(&tx, &person).await?;
    close_pass(&tx).await?;
    tx.commit().await?;
    let is_last = |location: &&&str| WITH_ADDRESSES.contains(*location);
    let (last, first): (Vec<_>, Vec<_>) = erasure_order().iter().partition(is_last);
    for location in first.into_iter().chain(last) {
        repeat_location(core, scope, &person, location).await?;
    }
    let tx = core.db.write(scope).await?;
    finish::finish_subjects(&tx, &person).await?;
    tx.commit().await
}

async fn repeat_location(
    core: &Core,
    scope: &TenantScope,
    person: &Person,
    location: &str,
) -> Result<(), AppError> {
    let mut cursor = None;
    loop {
        let tx = core.db.write(scope).await?;
        open_pass(&tx).await?;
        let data_dir = &core.settings.data_dir;
        let step = erase_location(&tx, data_dir, person, location, cursor.as_deref(), BATCH).await;
        let step = match step {
            // The mails may not have been restored with the database; then there is nothing to delete.
            Err(error) if code_of(&error) == Some(mail_files::UNREACHABLE) => {
                tracing::warn!("there is no folder of sent mails on this machine to erase from");
                return Ok(());
            }
            step => step?,
        };
        close_pass(&tx).await?;
        tx.commit().await?;
        if step.is_done {
            return Ok(());
        }
        cursor = step.cursor;
    }
}

/// How many of these digests belong to no address in the rows of the subjects: what they stand for can't be looked for.
///
/// # Errors
/// As the database says.
pub(crate) async fn count_unsought(
    tx: &TenantTx,
    subjects: &[Uuid],
    tombstones: &[Digest],
) -> Result<usize, AppError> {
    let person = exactly(tx, Uuid::nil(), subjects).await?;
    let mut known = Vec::with_capacity(person.identifiers.len());
    for identifier in &person.identifiers {
        known.push(Digest(tombstone(tx, identifier.value()).await?));
    }
    let unsought = tombstones.iter().filter(|digest| !known.contains(digest));
    Ok(unsought.count())
}
