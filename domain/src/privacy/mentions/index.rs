//! The index of mentions: which rows mention whom, by keyed hash, written with the text and in its transaction.
//!
//! Nobody can tell from it who is mentioned without the tenant's key. A row that mentions more than is indexed is found for
//! everybody; reading it tells.

use std::fmt::Display;

use super::addresses::Mentioned;
use super::finder::digest;
use super::fold::folded;
use crate::AppError;
use crate::crypto::mac_for_tenant;
use crate::db::TenantTx;
use crate::privacy::queries::mentions as queries;
use crate::privacy::{Identifier, IdentifierKind};

const PURPOSE: &str = "mentions.v1";

/// Stands for whomever a row with too many addresses mentions. No address is empty.
const ANYBODY: &str = "";

/// What a row mentions, to be indexed.
#[derive(Clone, Debug)]
pub(crate) struct IndexedRow {
    /// Its primary key without the tenant's id.
    pub(crate) key: String,
    /// What its texts mention together.
    pub(crate) mentioned: Mentioned,
}

impl IndexedRow {
    pub(crate) fn new(key: impl Display, mentioned: Mentioned) -> Self {
        Self {
            key: key.to_string(),
            mentioned,
        }
    }
}

/// Indexes a row's texts in place of what was indexed for it.
///
/// # Errors
/// As the database says.
pub async fn index_mentions(
    tx: &TenantTx,
    location: &'static str,
    row_key: &str,
    texts: impl IntoIterator<Item = &str>,
) -> Result<(), AppError> {
    index_row(tx, location, IndexedRow::new(row_key, Mentioned::by(texts))).await
}

/// Indexes a row in place of what was indexed for it.
///
/// # Errors
/// As the database says.
pub(crate) async fn index_row(
    tx: &TenantTx,
    location: &'static str,
    row: IndexedRow,
) -> Result<(), AppError> {
    queries::delete_rows(tx, location, std::slice::from_ref(&row.key)).await?;
    index_new_rows(tx, location, vec![row]).await
}

/// Indexes rows that were not there before, or whose index was forgotten.
///
/// # Errors
/// As the database says.
pub(crate) async fn index_new_rows(
    tx: &TenantTx,
    location: &'static str,
    rows: Vec<IndexedRow>,
) -> Result<(), AppError> {
    let mut entries = Vec::new();
    for row in rows {
        let anybody = row.mentioned.is_cut.then_some(ANYBODY);
        let terms = row.mentioned.terms.iter().map(String::as_str);
        for term in terms.chain(anybody) {
            entries.push((mac(tx, term).await?, row.key.clone()));
        }
    }
    queries::insert(tx, location, entries).await
}

/// Forgets what was indexed for rows whose texts go.
///
/// # Errors
/// As the database says.
pub async fn forget_rows(
    tx: &TenantTx,
    location: &'static str,
    row_keys: &[String],
) -> Result<(), AppError> {
    queries::delete_rows(tx, location, row_keys).await
}

/// The keys of rows that mention one of these, in order: up to `limit` behind `after`. Only addresses are indexed; a text of
/// another kind is found by reading.
///
/// # Errors
/// As the database says.
pub async fn mentioned_rows(
    tx: &TenantTx,
    location: &str,
    identifiers: &[Identifier],
    after: Option<&str>,
    limit: usize,
) -> Result<Vec<String>, AppError> {
    let mut macs = macs(tx, identifiers).await?;
    if macs.is_empty() {
        return Ok(Vec::new());
    }
    macs.push(mac(tx, ANYBODY).await?);
    queries::list_rows(tx, location, &macs, after, limit).await
}

/// How many rows mention one of these for certain.
///
/// # Errors
/// As the database says.
pub async fn count_mentioned_rows(
    tx: &TenantTx,
    location: &str,
    identifiers: &[Identifier],
) -> Result<i64, AppError> {
    let macs = macs(tx, identifiers).await?;
    if macs.is_empty() {
        return Ok(0);
    }
    queries::count_rows(tx, location, &macs).await
}

/// How many rows mention which of several people for certain, location by location: the location, the person's place, and
/// the rows. Each person is given by their identifiers.
///
/// # Errors
/// As the database says.
pub(crate) async fn count_mentions_of(
    tx: &TenantTx,
    people: &[&[Identifier]],
) -> Result<Vec<(String, usize, i64)>, AppError> {
    queries::count_rows_of(tx, &macs_of(tx, people).await?).await
}

/// The locations with rows that mention more than is indexed: only reading them tells whom.
///
/// # Errors
/// As the database says.
pub(crate) async fn unclear_locations(tx: &TenantTx) -> Result<Vec<String>, AppError> {
    queries::locations_of(tx, mac(tx, ANYBODY).await?).await
}

/// Which rows mention which of several people for certain, as the row's key and the person's place.
///
/// # Errors
/// As the database says.
pub(crate) async fn mentions_of(
    tx: &TenantTx,
    location: &str,
    people: &[&[Identifier]],
) -> Result<Vec<(String, usize)>, AppError> {
    queries::list_rows_of(tx, location, &macs_of(tx, people).await?).await
}

async fn macs_of(
    tx: &TenantTx,
    people: &[&[Identifier]],
) -> Result<Vec<(Vec<u8>, usize)>, AppError> {
    let mut found = Vec::new();
    for (at, identifiers) in people.iter().enumerate() {
        let macs = macs(tx, identifiers).await?;
        found.extend(macs.into_iter().map(|mac| (mac, at)));
    }
    Ok(found)
}

/// Forgets that these are mentioned anywhere: once their mentions are gone.
///
/// # Errors
/// As the database says.
pub async fn forget_mentions(tx: &TenantTx, identifiers: &[Identifier]) -> Result<(), AppError> {
    let macs = macs(tx, identifiers).await?;
    queries::delete_identifiers(tx, &macs).await
}

async fn macs(tx: &TenantTx, identifiers: &[Identifier]) -> Result<Vec<Vec<u8>>, AppError> {
    let mut macs = Vec::new();
    let addresses = identifiers
        .iter()
        .filter(|identifier| identifier.kind() == IdentifierKind::Email);
    for address in addresses {
        macs.push(mac(tx, &folded(address.value())).await?);
        macs.push(mac(tx, &digest(address.value())).await?);
    }
    Ok(macs)
}

async fn mac(tx: &TenantTx, term: &str) -> Result<Vec<u8>, AppError> {
    Ok(mac_for_tenant(tx, PURPOSE, term.as_bytes()).await?.to_vec())
}
