//! Looks whether a log-in comes from a device that is known, notes it, and tells the person if it is not.
//!
//! A browser is known by a cookie of its own, which outlives the session. A program without one is known by what it calls
//! itself and the network it comes from, under a keyed hash.

use chrono::TimeDelta;
use uuid::Uuid;
use xorb_entities::identity::SessionDelivery;

use crate::AppError;
use crate::crypto::mac_for_tenant;
use crate::db::TenantTx;
use crate::identity::RequestInfo;
use crate::identity::mails::{Letter, NewDevice, NewMail, enqueue_mail};
use crate::identity::opaque_token::{OpaqueToken, TokenKind};
use crate::identity::queries::find_user;
use crate::identity::queries::known_devices::{
    DeviceMark, find_known_device, has_known_devices, save_known_device,
};
use crate::identity::throttle::network;
use crate::secret::Secret;
use crate::tenants::queries::find_tenant;

/// A device that was not seen for so long is a new one.
const REMEMBERED_FOR: TimeDelta = TimeDelta::days(180);

/// Notes the device. A browser that has no cookie of this person's gets one.
pub(crate) async fn recognise_device(
    tx: &TenantTx,
    user_id: Uuid,
    subject_id: Uuid,
    delivery: SessionDelivery,
    request: &RequestInfo,
) -> Result<Option<Secret<String>>, AppError> {
    let shown = cookie_of(tx, request);
    let look = look(tx, request).await?;
    let mut is_known = find_known_device(tx, user_id, &look).await?.is_some();
    let mut marks = vec![look];
    let mut fresh = None;
    match shown {
        Some(hash) if find_known_device(tx, user_id, &hash).await?.is_some() => {
            is_known = true;
            marks.push(hash);
        }
        _ if delivery == SessionDelivery::Cookie => {
            let cookie = OpaqueToken::generate(tx.tenant_id(), tx.services().rng.as_ref());
            marks.push(cookie.hash(TokenKind::DeviceCookie));
            fresh = Some(cookie.text());
        }
        _ => {}
    }
    if !is_known && has_known_devices(tx, user_id).await? {
        tell(tx, user_id, request).await?;
    }
    for mark_hash in marks {
        let mark = DeviceMark {
            subject_id,
            user_id,
            mark_hash,
            expires_at: tx.now() + REMEMBERED_FOR,
        };
        save_known_device(tx, mark).await?;
    }
    Ok(fresh)
}

/// The hash of the cookie that came along, if it is one of this tenant.
pub(super) fn cookie_of(tx: &TenantTx, request: &RequestInfo) -> Option<Vec<u8>> {
    let cookie = OpaqueToken::parse(request.device.as_ref()?.expose())?;
    (cookie.tenant_id() == tx.tenant_id()).then(|| cookie.hash(TokenKind::DeviceCookie))
}

async fn look(tx: &TenantTx, request: &RequestInfo) -> Result<Vec<u8>, AppError> {
    let from = request.address.map(network);
    let text = format!("{from:?} {:?}", request.user_agent);
    let mac = mac_for_tenant(tx, "known_device", text.as_bytes()).await?;
    Ok(mac.to_vec())
}

async fn tell(tx: &TenantTx, user_id: Uuid, request: &RequestInfo) -> Result<(), AppError> {
    let (tenant, user) = (find_tenant(tx).await?, find_user(tx, user_id).await?);
    let letter = Letter::NewDevice(NewDevice {
        tenant_name: tenant.name,
        at: tx.now(),
        address: request.address,
    });
    let mail = NewMail {
        subject_id: user.subject_id,
        recipient: &user.email,
        language: tenant.language,
        letter: letter.write(tenant.language),
    };
    enqueue_mail(tx, mail).await?;
    Ok(())
}
