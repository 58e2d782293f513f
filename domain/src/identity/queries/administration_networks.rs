//! `administration_networks`: from where a tenant is administered. No row, or no network: from anywhere.

use chrono::{DateTime, Utc};
use sea_orm::Value;

use crate::AppError;
use crate::db::TenantTx;
use crate::net::Cidr;

/// The networks of a tenant's administration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AdministrationNetworks {
    /// Empty: anywhere.
    pub networks: Vec<Cidr>,
    /// 0 until they are set for the first time.
    pub version: i32,
    pub updated_at: Option<DateTime<Utc>>,
}

/// What the database has, as networks.
pub(crate) fn parse_networks(text: &str) -> Result<Vec<Cidr>, AppError> {
    let texts = text.split(',').filter(|text| !text.is_empty());
    texts
        .map(|text| text.parse().map_err(AppError::internal))
        .collect()
}

pub(crate) async fn find_networks(tx: &TenantTx) -> Result<AdministrationNetworks, AppError> {
    let sql =
        "SELECT networks, version, updated_at FROM administration_networks WHERE tenant_id = $1";
    let rows = tx.query(sql, [tx.tenant_id().into()]).await?;
    let Some(row) = rows.first() else {
        return Ok(AdministrationNetworks::default());
    };
    let networks: String = row.try_get("", "networks")?;
    Ok(AdministrationNetworks {
        networks: parse_networks(&networks)?,
        version: row.try_get("", "version")?,
        updated_at: Some(row.try_get("", "updated_at")?),
    })
}

/// Sets the networks. False if somebody who saw the same version was quicker.
pub(crate) async fn set_networks(
    tx: &TenantTx,
    networks: &[Cidr],
    version: i32,
) -> Result<bool, AppError> {
    let texts: Vec<String> = networks.iter().map(ToString::to_string).collect();
    let sql = "INSERT INTO administration_networks (tenant_id, networks, version, updated_at) VALUES ($1, $2, $3 + 1, $4) \
               ON CONFLICT (tenant_id) DO UPDATE SET networks = excluded.networks, version = excluded.version, \
               updated_at = excluded.updated_at WHERE administration_networks.version = $3";
    let values: [Value; 4] = [
        tx.tenant_id().into(),
        texts.join(",").into(),
        version.into(),
        tx.now().into(),
    ];
    Ok(tx.execute(sql, values).await? == 1)
}
