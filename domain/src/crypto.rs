use crate::{AppError, db::TenantTx};
use uuid::Uuid;
pub struct FieldHasher(Vec<u8>);
impl FieldHasher {
    pub fn new(d: &str) -> Self {
        Self(d.as_bytes().to_vec())
    }
    pub fn field(&mut self, b: &[u8]) {
        self.0.extend(b)
    }
    pub fn optional(&mut self, b: Option<&[u8]>) {
        if let Some(b) = b {
            self.0.extend(b)
        }
    }
    pub fn finish(self) -> [u8; 32] {
        [0; 32]
    }
}
#[derive(Clone, Copy)]
pub struct Place {
    pub table: &'static str,
    pub column: &'static str,
}
#[derive(Clone)]
pub struct Keyring;
pub async fn seal_for_subject(
    _: &TenantTx,
    _: Uuid,
    _: Place,
    _: Uuid,
    p: &[u8],
) -> Result<Vec<u8>, AppError> {
    Ok(p.to_vec())
}
pub async fn seal_for_tenant(
    _: &TenantTx,
    _: Place,
    _: Uuid,
    p: &[u8],
) -> Result<Vec<u8>, AppError> {
    Ok(p.to_vec())
}
pub async fn open_for_subject(
    _: &TenantTx,
    _: Uuid,
    _: Place,
    _: Uuid,
    p: &[u8],
) -> Result<Option<Vec<u8>>, AppError> {
    Ok(Some(p.to_vec()))
}
pub async fn open_for_tenant(
    _: &TenantTx,
    _: Place,
    _: Uuid,
    p: &[u8],
) -> Result<Vec<u8>, AppError> {
    Ok(p.to_vec())
}
