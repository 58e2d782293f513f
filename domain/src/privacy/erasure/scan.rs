//! Looks for what may be left, by code that shares nothing with the erasure; what can be redacted is, and looked for again.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use uuid::Uuid;
use xorb_entities::privacy::RequestState;

use super::blocked::{RESIDUE, SCAN_VOID};
use super::certify::find_certificate;
use super::delete_rows::delete_keys;
use super::pass::{close_pass, open_pass};
use super::redact_rows::redact_rows;
use super::row_key::is_one_of;
use super::run::person;
use crate::AppError;
use crate::db::TenantTx;
use crate::identity::MailFile;
use crate::jobs::JobContext;
use crate::privacy::Person;
use crate::privacy::certificate::{ResidueScan, ScannedLocation};
use crate::privacy::plan::{MAIL_FILES, TableActions, actions};
use crate::privacy::requests::{Change, transition};
use crate::privacy::residue::{Residue, ResidueReport, Sought, scan_residue};

/// What a scan has come to.
#[derive(Debug)]
pub enum Scanned {
    /// A certificate was issued by an earlier run.
    Certified,
    /// Nothing was found, by a scan that proves something.
    Clean(ResidueScan),
    /// Something was found and taken out: scan again.
    Repaired,
    /// The erasure can't be certified. Where, and the code.
    Blocked(Option<String>, &'static str),
}

/// Scans for the request's person.
///
/// # Errors
/// As the database says.
pub async fn scan(context: &JobContext, request_id: Uuid) -> Result<Scanned, AppError> {
    let tx = context.core.db.read(&context.scope).await?;
    if find_certificate(&tx, request_id).await?.is_some() {
        return Ok(Scanned::Certified);
    }
    let person = person(&tx, request_id).await?;
    drop(tx);
    let sought = Sought {
        request_id,
        identifiers: person.identifiers.clone(),
        subjects: person.subjects.clone(),
    };
    let reports = scan_residue(&context.core, &context.scope, &[sought], &context.stop).await?;
    let Some(report) = reports.into_iter().next() else {
        return Ok(Scanned::Blocked(None, SCAN_VOID));
    };
    if report.is_void() {
        let missed = report
            .missed_canaries()
            .next()
            .map(|missed| missed.name.clone());
        tracing::error!(%request_id, ?missed, unmapped = ?report.unmapped, "a residue scan proves nothing");
        return Ok(Scanned::Blocked(missed, SCAN_VOID));
    }
    if report.residues.is_empty() {
        return Ok(Scanned::Clean(statement(context.core.clock.now(), &report)));
    }
    repair(context, &person, &report.residues).await
}

const METHOD: &str = "read all text of all tables, files and keys, open what is sealed, and look for every identifier in every \
                      encoding at once; canaries planted in each place were found by the same search";

const ENCODINGS: [&str; 8] = [
    "plain, in any case",
    "NFKC",
    "percent",
    "JSON escapes",
    "character references",
    "base64",
    "hexadecimal",
    "SHA-256",
];

pub(super) fn statement(at: DateTime<Utc>, report: &ResidueReport) -> ResidueScan {
    let locations = report.locations.iter().map(|of| ScannedLocation {
        location: of.name.clone(),
        rows: of.rows,
        bytes: of.bytes,
        canaries_planted: of.planted,
        canaries_found: of.found,
    });
    let encodings = ENCODINGS.map(str::to_owned).to_vec();
    ResidueScan::new(METHOD, encodings, at, locations.collect())
}

/// Takes out what can be taken out, in one transaction that also sends the request back to its execution.
async fn repair(
    context: &JobContext,
    person: &Person,
    residues: &[Residue],
) -> Result<Scanned, AppError> {
    let rows: BTreeSet<(&str, &str, &str)> = residues
        .iter()
        .take(REPAIRED_AT_ONCE)
        .map(|found| {
            (
                found.location.as_str(),
                found.column.as_str(),
                found.row_key.as_str(),
            )
        })
        .collect();
    let tx = context.fenced().await?;
    open_pass(&tx).await?;
    let mut redacted = BTreeSet::new();
    for (location, column, key) in rows {
        // One redaction cleans all texts of a row.
        if is_redacted(location, column) && !redacted.insert((location, key)) {
            continue;
        }
        if !take_out(context, &tx, person, location, column, key).await? {
            drop(tx);
            tracing::error!(request_id = %person.request_id, location, column, "residue that nothing takes out");
            return Ok(Scanned::Blocked(Some(location.to_owned()), RESIDUE));
        }
    }
    close_pass(&tx).await?;
    let from = [RequestState::Scanning];
    transition(
        &tx,
        &context.actor(),
        person.request_id,
        &from,
        RequestState::Executing,
        Change::none(),
    )
    .await?;
    tx.commit().await?;
    Ok(Scanned::Repaired)
}

/// More is left to the next round.
const REPAIRED_AT_ONCE: usize = 1_000;

/// Whether mentions are cut out of this column.
fn is_redacted(location: &str, column: &str) -> bool {
    let mut tables = actions().iter().filter(|known| known.table == location);
    tables.any(|table| {
        let mut columns = table.redacted.iter();
        columns.any(|redacted| redacted.column == column)
    })
}

/// Whether something takes the person out of this place, and has.
async fn take_out(
    context: &JobContext,
    tx: &TenantTx,
    person: &Person,
    location: &str,
    column: &str,
    key: &str,
) -> Result<bool, AppError> {
    if location == MAIL_FILES {
        return delete_mail(context, key).await;
    }
    let Some(table) = actions().iter().find(|known| known.table == location) else {
        return Ok(false);
    };
    let keys = [key.to_owned()];
    if is_redacted(location, column) {
        return Ok(!redact_rows(tx, table, &keys, &person.identifiers)
            .await?
            .is_empty());
    }
    if table.sealed.is_some() {
        delete_keys(tx, table, &keys).await?;
        return Ok(true);
    }
    null(tx, table, column, key).await
}

/// A sealed column of a row that stays, such as the vault of another request of the same person.
async fn null(
    tx: &TenantTx,
    table: &TableActions,
    column: &str,
    key: &str,
) -> Result<bool, AppError> {
    if !table
        .nulled
        .iter()
        .any(|nulled| nulled.columns.contains(&column))
    {
        return Ok(false);
    }
    let mut values = vec![tx.tenant_id().into()];
    let this = is_one_of(table, &[key.to_owned()], &mut values)?;
    let sql = format!(
        "UPDATE {} SET {column} = NULL WHERE tenant_id = $1 AND {this}",
        table.table
    );
    Ok(tx.execute(sql, values).await? > 0)
}

/// A mail of somebody else that says something about the person.
async fn delete_mail(context: &JobContext, name: &str) -> Result<bool, AppError> {
    let is_ours =
        MailFile::parse(name).is_some_and(|mail| mail.tenant_id == context.scope.tenant_id());
    if !is_ours {
        return Ok(false);
    }
    let path = MailFile::folder(&context.core.settings.data_dir).join(name);
    let removed = tokio::task::spawn_blocking(move || std::fs::remove_file(path)).await;
    match removed.map_err(AppError::internal)? {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(AppError::unavailable(error)),
    }
}
