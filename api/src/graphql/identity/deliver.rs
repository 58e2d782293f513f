//! How a fresh session reaches its client: in the answer, or as a cookie beside it.

use actix_web::http::header::HeaderValue;
use async_graphql::Context;
use xorb_domain::AppError;
use xorb_domain::identity::SessionGrant;
use xorb_domain::secret::Secret;

use super::Session;
use crate::caller::{device_cookie, ended_session_cookie, session_cookie};
use crate::graphql::ScopeOfContext;

/// The session as the answer shows it. A cookie goes into the answer's headers instead.
///
/// # Errors
/// `Internal` if the cookie can't stand in a header: a defect.
pub fn deliver(ctx: &Context<'_>, grant: &SessionGrant) -> Result<Session, AppError> {
    deliver_cookie(ctx, grant.cookie.as_ref())?;
    if let Some(cookie) = &grant.device_cookie {
        let header = device_cookie(cookie.expose()).map_err(AppError::internal)?;
        set_cookie(ctx, &header);
    }
    let show = |token: &Option<Secret<String>>| token.as_ref().map(|token| token.expose().clone());
    Ok(Session {
        access_token: show(&grant.access_token),
        refresh_token: show(&grant.refresh_token),
        expires_at: grant.expires_at.into(),
    })
}

/// Hands the browser the session's cookie, if there is a new one.
///
/// # Errors
/// `Internal` if the cookie can't stand in a header: a defect.
pub fn deliver_cookie(ctx: &Context<'_>, cookie: Option<&Secret<String>>) -> Result<(), AppError> {
    if let Some(cookie) = cookie {
        let realm = ctx.scope()?.request().realm;
        let header = session_cookie(realm, cookie.expose()).map_err(AppError::internal)?;
        set_cookie(ctx, &header);
    }
    Ok(())
}

/// Tells the browser to forget the session's cookie.
///
/// # Errors
/// `Internal` without a scope: a defect.
pub fn forget_cookie(ctx: &Context<'_>) -> Result<(), AppError> {
    let realm = ctx.scope()?.request().realm;
    set_cookie(ctx, &ended_session_cookie(realm));
    Ok(())
}

fn set_cookie(ctx: &Context<'_>, header: &HeaderValue) {
    ctx.append_http_header("set-cookie", header.as_bytes());
}
