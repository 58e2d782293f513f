//! Opens many values of one column, reading each person's key once.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::sealing::binding;
use super::subject_keys::subject_keys;
use super::tenant_keys::tenant_keys_with;
use super::{Place, SealError, envelope};
use crate::AppError;
use crate::db::TenantTx;

/// A sealed value in its row.
#[derive(Clone, Copy, Debug)]
pub struct Sealed<'a> {
    /// The row it is bound to.
    pub row_id: Uuid,
    /// Whose key opens it; `None`: the tenant's.
    pub subject_id: Option<Uuid>,
    /// The envelope.
    pub ciphertext: &'a [u8],
}

/// What came of opening one value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opened {
    /// The plaintext.
    Text(Vec<u8>),
    /// Its key was destroyed: it is noise now, as intended.
    KeyGone,
    /// It was changed, or moved from its place.
    Refused,
}

/// Opens `values`, in order.
///
/// # Errors
/// As the database says; a value that does not open is no error.
pub async fn open_all(
    tx: &TenantTx,
    place: Place,
    values: &[Sealed<'_>],
) -> Result<Vec<Opened>, AppError> {
    let subjects: BTreeSet<Uuid> = values.iter().filter_map(|value| value.subject_id).collect();
    let subject_keys = subject_keys(tx, &subjects.into_iter().collect::<Vec<_>>()).await?;
    let of_tenant = values.iter().filter(|value| value.subject_id.is_none());
    let generations: BTreeSet<u32> = of_tenant
        .filter_map(|value| envelope::generation(value.ciphertext).ok())
        .collect();
    let tenant_keys = tenant_keys_with(tx, &generations.into_iter().collect::<Vec<_>>()).await?;
    let open = |value: &Sealed<'_>| {
        let unwrapped = match value.subject_id {
            Some(subject) => match subject_keys.get(&subject) {
                Some(Ok(key)) => Ok(key),
                Some(Err(error)) => Err(*error),
                None => return Opened::KeyGone,
            },
            None => envelope::generation(value.ciphertext).and_then(|generation| {
                let key = tenant_keys.get(&generation);
                key.ok_or(SealError::UnknownGeneration(generation))
            }),
        };
        let opened = unwrapped.and_then(|key| {
            let binding = binding(tx, place, value.row_id);
            envelope::open(key, binding, value.ciphertext)
        });
        match opened {
            Ok(text) => Opened::Text(text),
            Err(SealError::UnknownGeneration(_)) => Opened::KeyGone,
            Err(SealError::Malformed | SealError::Refused) => Opened::Refused,
        }
    };
    Ok(values.iter().map(open).collect())
}
