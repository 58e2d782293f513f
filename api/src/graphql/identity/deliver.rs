//! How a fresh session reaches its client: in the answer, or as a cookie beside it.

use async_graphql::Context;
use xorb_domain::identity::SessionGrant;
use xorb_domain::secret::Secret;

use super::Session;
use crate::caller::SESSION_COOKIE;
use crate::graphql::RequestScope;

/// The session as the answer shows it. A cookie goes into the answer's headers instead.
pub fn deliver(ctx: &Context<'_>, scope: &RequestScope, grant: SessionGrant) -> Session {
    if let Some(cookie) = &grant.cookie {
        let lifetime = grant.expires_at - scope.core().clock.now();
        ctx.append_http_header(
            "set-cookie",
            set_cookie(cookie.expose(), lifetime.num_seconds()),
        );
    }
    let show = |token: Option<Secret<String>>| token.map(|token| token.expose().clone());
    Session {
        access_token: show(grant.access_token),
        refresh_token: show(grant.refresh_token),
        expires_at: grant.expires_at.into(),
    }
}

/// Tells the browser to forget the session's cookie.
pub fn forget_cookie(ctx: &Context<'_>) {
    ctx.append_http_header("set-cookie", set_cookie("", 0));
}

fn set_cookie(value: &str, max_age_seconds: i64) -> String {
    format!(
        "{SESSION_COOKIE}={value}; Path=/; Max-Age={max_age_seconds}; Secure; HttpOnly; SameSite=Lax"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_is_kept_from_scripts_other_hosts_and_other_sites() {
        assert_eq!(
            set_cookie("v", 60),
            "__Host-xorb_session=v; Path=/; Max-Age=60; Secure; HttpOnly; SameSite=Lax"
        );
    }
}
