//! Invitations: by mail, for one person, once.

use super::fixture::{
    accept, has_event, invite, log_in_owner, mails_to, member, reads, tenant, token_in_mail,
    user_codes, with_token,
};
use crate::both_modes;
use chrono::TimeDelta;
use xorb_domain::identity::{InviteUser, Role, invite_user, viewer};
use xorb_domain::{AppError, UserErrorCode};

fn input(email: &str, role: Role) -> InviteUser {
    InviteUser {
        email: email.to_owned(),
        roles: vec![role],
        idempotency_key: None,
    }
}

fn keyed(email: &str, key: &str) -> InviteUser {
    InviteUser {
        idempotency_key: Some(key.to_owned()),
        ..input(email, Role::Viewer)
    }
}

both_modes! {
    async fn who_is_invited_chooses_a_password_and_is_in(app: &TestApp) {
        let owner = tenant(app, "acme").await;
        let token = invite(app, &owner.actor, "mia@acme.example", Role::Pentester).await;
        let grant = accept(app, &token).await.unwrap();
        let actor = with_token(app, &grant).await.unwrap();
        let viewer = viewer(&reads(app, &actor)).await.unwrap();
        assert_eq!((viewer.user.email.as_str(), viewer.user.roles.as_slice()), ("mia@acme.example", [Role::Pentester].as_slice()));
        assert_eq!(viewer.tenant.slug, "acme");
        assert_eq!(user_codes(accept(app, &token).await), [UserErrorCode::InvalidToken], "once");
        assert!(has_event(app, &owner.actor, "invitation.accepted", "success").await);
    }

    async fn an_invitation_expires(app: &TestApp) {
        let owner = tenant(app, "acme").await;
        let token = invite(app, &owner.actor, "mia@acme.example", Role::Viewer).await;
        app.clock.advance(TimeDelta::days(7));
        assert_eq!(user_codes(accept(app, &token).await), [UserErrorCode::InvalidToken]);
    }

    async fn a_second_invitation_voids_the_first(app: &TestApp) {
        let owner = tenant(app, "acme").await;
        let first = invite(app, &owner.actor, "mia@acme.example", Role::Viewer).await;
        app.clock.advance(TimeDelta::seconds(1));
        let second = invite(app, &owner.actor, "MIA@acme.example", Role::Auditor).await;
        assert_eq!(user_codes(accept(app, &first).await), [UserErrorCode::InvalidToken]);
        assert_eq!(accept(app, &second).await.unwrap().actor.roles, [Role::Auditor]);
    }

    async fn of_two_who_accept_at_once_one_gets_in(app: &TestApp) {
        let owner = tenant(app, "acme").await;
        let token = invite(app, &owner.actor, "mia@acme.example", Role::Viewer).await;
        let (first, second) = tokio::join!(accept(app, &token), accept(app, &token));
        assert_eq!([&first, &second].iter().filter(|grant| grant.is_ok()).count(), 1);
    }

    async fn nobody_is_invited_who_is_there_already(app: &TestApp) {
        let owner = tenant(app, "acme").await;
        let refused = invite_user(app.core(), &owner.actor, input("OLGA@acme.example", Role::Viewer)).await;
        assert_eq!(user_codes(refused), [UserErrorCode::Taken]);
    }

    async fn only_who_may_invites_and_only_owners_make_owners(app: &TestApp) {
        let owner = tenant(app, "acme").await;
        let viewer = member(app, &owner.actor, "mia@acme.example", Role::Viewer).await;
        let refused = invite_user(app.core(), &viewer.actor, input("eve@acme.example", Role::Viewer)).await;
        assert!(matches!(refused, Err(AppError::Forbidden(_))), "{refused:?}");
        assert!(has_event(app, &owner.actor, "access.denied", "denied").await);
        let admin = member(app, &owner.actor, "ada@acme.example", Role::Admin).await;
        let refused = invite_user(app.core(), &admin.actor, input("eve@acme.example", Role::Owner)).await;
        assert_eq!(user_codes(refused), [UserErrorCode::OwnerOnly]);
        assert!(mails_to(app, "eve@acme.example").is_empty());
    }

    async fn a_repeated_request_invites_once(app: &TestApp) {
        let owner = tenant(app, "acme").await;
        let first = invite_user(app.core(), &owner.actor, keyed("mia@acme.example", "k1")).await.unwrap();
        let again = invite_user(app.core(), &owner.actor, keyed("mia@acme.example", "k1")).await.unwrap();
        assert_eq!(first, again);
        let other = invite_user(app.core(), &owner.actor, keyed("eve@acme.example", "k1")).await;
        assert!(matches!(other, Err(AppError::IdempotencyConflict)), "{other:?}");
        app.run_jobs().await;
        assert_eq!(mails_to(app, "mia@acme.example").len(), 1);
        app.clock.advance(TimeDelta::hours(24));
        let later = invite_user(app.core(), &owner.actor, keyed("mia@acme.example", "k1")).await.unwrap();
        assert_ne!(first.id, later.id, "a key is remembered for a day");
        app.run_jobs().await;
    }

    async fn of_two_requests_with_one_key_at_once_one_invites(app: &TestApp) {
        let owner = tenant(app, "acme").await;
        let request = || invite_user(app.core(), &owner.actor, keyed("mia@acme.example", "k1"));
        let (first, second) = tokio::join!(request(), request());
        assert_eq!(first.unwrap(), second.unwrap());
        app.run_jobs().await;
        assert_eq!(mails_to(app, "mia@acme.example").len(), 1);
    }

    async fn the_token_is_in_the_mail_and_nowhere_in_the_database(app: &TestApp) {
        let owner = tenant(app, "acme").await;
        invite(app, &owner.actor, "mia@acme.example", Role::Viewer).await;
        let mail = mails_to(app, "mia@acme.example").pop().unwrap();
        let token = token_in_mail(&mail);
        let tx = app.core().db.read(&owner.actor.scope).await.unwrap();
        let sql = "SELECT ciphertext FROM outgoing_mails WHERE tenant_id = $1";
        let rows = tx.query(sql, [tx.tenant_id().into()]).await.unwrap();
        let stored: Vec<u8> = rows[0].try_get("", "ciphertext").unwrap();
        let has = |needle: &str| stored.windows(needle.len()).any(|window| window == needle.as_bytes());
        assert!(!has(&token) && !has("mia@acme.example") && !has("accept-invitation"));
    }

    async fn a_company_writes_to_a_hundred_strangers_a_day_and_to_each_five_times(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let tx = app.core().db.write(&owner.scope).await.unwrap();
        let sql = "INSERT INTO tenant_domains (tenant_id, id, domain, token, state, created_at) VALUES ($1, $1, 'acme.example', 'x', 'verified', $2)";
        tx.execute(sql, [tx.tenant_id().into(), tx.now().into()]).await.unwrap();
        tx.commit().await.unwrap();
        for n in 0..100 {
            invite_user(app.core(), &owner, input(&format!("stranger-{n}@elsewhere.example"), Role::Viewer)).await.unwrap();
        }
        let refused = invite_user(app.core(), &owner, input("one-more@elsewhere.example", Role::Viewer)).await;
        assert_eq!(user_codes(refused), [UserErrorCode::LimitReached]);
        for _ in 0..5 {
            invite_user(app.core(), &owner, input("mia@acme.example", Role::Viewer)).await.unwrap();
        }
        let refused = invite_user(app.core(), &owner, input("mia@acme.example", Role::Viewer)).await;
        assert_eq!(user_codes(refused), [UserErrorCode::LimitReached]);
        app.run_jobs().await;
        assert_eq!(mails_to(app, "mia@acme.example").len(), 5);
        app.clock.advance(TimeDelta::days(1));
        let again = log_in_owner(app, "acme").await.actor;
        assert!(invite_user(app.core(), &again, input("one-more@elsewhere.example", Role::Viewer)).await.is_ok());
        app.run_jobs().await;
    }
}
