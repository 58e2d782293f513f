//! Reads and writes the index of mentions.

use sea_orm::Value;

use crate::AppError;
use crate::db::{TenantTx, insert_rows, placeholder_list, rows_per_statement, value_table};

const COLUMNS: [&str; 4] = ["tenant_id", "identifier_mac", "location", "row_key"];

/// Adds entries: a keyed hash and the key of a row each.
pub(crate) async fn insert(
    tx: &TenantTx,
    location: &str,
    entries: Vec<(Vec<u8>, String)>,
) -> Result<(), AppError> {
    let row = |(mac, key): (Vec<u8>, String)| -> Vec<Value> {
        vec![
            tx.tenant_id().into(),
            mac.into(),
            location.into(),
            key.into(),
        ]
    };
    let rows = entries.into_iter().map(row).collect();
    insert_rows(tx, "mentions", &COLUMNS, rows, "ON CONFLICT DO NOTHING").await
}

/// Deletes what is indexed for these rows.
pub(crate) async fn delete_rows(
    tx: &TenantTx,
    location: &str,
    row_keys: &[String],
) -> Result<(), AppError> {
    for chunk in row_keys.chunks(rows_per_statement(1)) {
        let sql = format!(
            "DELETE FROM mentions WHERE tenant_id = $1 AND location = $2 AND row_key IN ({})",
            placeholder_list(2, chunk.len())
        );
        let mut values: Vec<Value> = vec![tx.tenant_id().into(), location.into()];
        values.extend(chunk.iter().map(|key| Value::from(key.as_str())));
        tx.execute(sql, values).await?;
    }
    Ok(())
}

/// Deletes what is indexed under these hashes.
pub(crate) async fn delete_identifiers(tx: &TenantTx, macs: &[Vec<u8>]) -> Result<(), AppError> {
    for chunk in macs.chunks(rows_per_statement(1)) {
        let sql = format!(
            "DELETE FROM mentions WHERE tenant_id = $1 AND identifier_mac IN ({})",
            placeholder_list(1, chunk.len())
        );
        let mut values: Vec<Value> = vec![tx.tenant_id().into()];
        values.extend(chunk.iter().map(|mac| Value::from(mac.clone())));
        tx.execute(sql, values).await?;
    }
    Ok(())
}

/// The keys of rows under one of these hashes, in order.
pub(crate) async fn list_rows(
    tx: &TenantTx,
    location: &str,
    macs: &[Vec<u8>],
    after: Option<&str>,
    limit: usize,
) -> Result<Vec<String>, AppError> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let sql = format!(
        "SELECT DISTINCT row_key FROM mentions WHERE {} AND row_key > $3 ORDER BY row_key LIMIT $4",
        selection(4, macs)
    );
    let mut values = selected(tx, location);
    values.extend([Value::from(after.unwrap_or_default()), limit.into()]);
    values.extend(macs.iter().map(|mac| Value::from(mac.clone())));
    let rows = tx.query(sql, values).await?;
    rows.iter()
        .map(|row| Ok(row.try_get("", "row_key")?))
        .collect()
}

/// How many rows are under one of these hashes.
pub(crate) async fn count_rows(
    tx: &TenantTx,
    location: &str,
    macs: &[Vec<u8>],
) -> Result<i64, AppError> {
    let sql = format!(
        "SELECT COUNT(DISTINCT row_key) AS count FROM mentions WHERE {}",
        selection(2, macs)
    );
    let mut values = selected(tx, location);
    values.extend(macs.iter().map(|mac| Value::from(mac.clone())));
    let rows = tx.query(sql, values).await?;
    Ok(match rows.first() {
        Some(row) => row.try_get("", "count")?,
        None => 0,
    })
}

/// How many rows are under the hashes of each person, location by location.
pub(crate) async fn count_rows_of(
    tx: &TenantTx,
    macs: &[(Vec<u8>, usize)],
) -> Result<Vec<(String, usize, i64)>, AppError> {
    let mut found = Vec::new();
    if macs.is_empty() {
        return Ok(found);
    }
    let (from, values) = of_people(tx, macs)?;
    let sql = format!(
        "SELECT m.location, v.whose, COUNT(DISTINCT m.row_key) AS count {from} \
         GROUP BY m.location, v.whose"
    );
    for row in tx.query(sql, values).await? {
        let whose: i64 = row.try_get("", "whose")?;
        let at = usize::try_from(whose).map_err(AppError::internal)?;
        found.push((row.try_get("", "location")?, at, row.try_get("", "count")?));
    }
    Ok(found)
}

/// The locations of rows under this hash.
pub(crate) async fn locations_of(tx: &TenantTx, mac: Vec<u8>) -> Result<Vec<String>, AppError> {
    let sql = "SELECT DISTINCT location FROM mentions WHERE tenant_id = $1 AND identifier_mac = $2";
    let rows = tx.query(sql, [tx.tenant_id().into(), mac.into()]).await?;
    let locations = rows.iter().map(|row| row.try_get("", "location"));
    Ok(locations.collect::<Result<_, _>>()?)
}

/// The keys of rows under the hashes of each person.
pub(crate) async fn list_rows_of(
    tx: &TenantTx,
    location: &str,
    macs: &[(Vec<u8>, usize)],
) -> Result<Vec<(String, usize)>, AppError> {
    let mut found = Vec::new();
    if macs.is_empty() {
        return Ok(found);
    }
    let (from, mut values) = of_people(tx, macs)?;
    values.push(location.into());
    let sql = format!(
        "SELECT DISTINCT m.row_key, v.whose {from} AND m.location = ${}",
        values.len()
    );
    for row in tx.query(sql, values).await? {
        let whose: i64 = row.try_get("", "whose")?;
        let at = usize::try_from(whose).map_err(AppError::internal)?;
        found.push((row.try_get("", "row_key")?, at));
    }
    Ok(found)
}

/// The index entries of people: the values begin with the tenant.
fn of_people(tx: &TenantTx, macs: &[(Vec<u8>, usize)]) -> Result<(String, Vec<Value>), AppError> {
    let row = |(mac, at): &(Vec<u8>, usize)| -> Vec<Value> {
        vec![
            mac.clone().into(),
            i64::try_from(*at).unwrap_or(i64::MAX).into(),
        ]
    };
    let rows: Vec<Vec<Value>> = macs.iter().map(row).collect();
    let mut values: Vec<Value> = vec![tx.tenant_id().into()];
    let people = value_table(tx.dialect(), values.len(), &["mac", "whose"], rows)?;
    values.extend(people.values);
    let sql = format!(
        "FROM {} JOIN mentions m ON m.identifier_mac = v.mac WHERE m.tenant_id = $1",
        people.sql
    );
    Ok((sql, values))
}

fn selection(after: usize, macs: &[Vec<u8>]) -> String {
    let list = placeholder_list(after, macs.len());
    format!("tenant_id = $1 AND location = $2 AND identifier_mac IN ({list})")
}

fn selected(tx: &TenantTx, location: &str) -> Vec<Value> {
    vec![tx.tenant_id().into(), location.into()]
}
