//! An operator in somebody's name: from the ticket to the end, and what both trails say.

use super::fixture::{
    actions, at_admin, grant_for, in_name, log_in, operator, owner_email, reads, redeem, tenant,
    ticket, user_codes, with_cookie,
};
use crate::both_realms;
use crate::harness::TestApp;
use crate::identity::fixture::{PASSWORD, is_told, member};
use chrono::TimeDelta;
use futures_util::future::join_all;
use xorb_domain::assets::{CreateAsset, create_asset};
use xorb_domain::audit::{AuditEventFilter, audit_events, default_file, verify_trails};
use xorb_domain::identity::federation::{
    link_identity_provider, linked_identities, step_up_by_identity_provider,
    unlink_identity_provider,
};
use xorb_domain::identity::operators::deactivate_operator;
use xorb_domain::identity::support_access::{
    EndImpersonation, StartImpersonation, consent_to_support_access, end_impersonation,
    open_impersonation, revoke_support_access, start_impersonation,
};
use xorb_domain::identity::{
    Actor, ChangePassword, Role, StepUp, change_password, confirm_totp, enroll_totp, log_out,
    regenerate_recovery_codes, remove_passkey, remove_totp, request_email_change,
    revoke_all_sessions, revoke_other_sessions, revoke_session, start_passkey_enrollment,
    start_passkey_step_up, step_up, viewer, viewer_passkeys, viewer_second_factors,
    viewer_sessions,
};
use xorb_domain::paging::Page;
use xorb_domain::{AppError, UserErrorCode};
use xorb_entities::assets::AssetKind;

async fn is_out(app: &TestApp, cookie: &xorb_domain::secret::Secret<String>) -> bool {
    matches!(
        with_cookie(app, cookie).await,
        Err(AppError::Unauthenticated)
    )
}

async fn verified(app: &TestApp) {
    let mut broken = Vec::new();
    let file = default_file(&app.core().settings);
    let report = |report: xorb_domain::audit::TrailReport| {
        if !report.verdict.holds() {
            broken.push(report.slug);
        }
    };
    verify_trails(app.core(), None, &file, report)
        .await
        .unwrap();
    assert!(broken.is_empty(), "{broken:?}");
}

both_realms! {
    async fn a_grant_leads_to_a_session_that_says_whose_it_is(app: &TestApp) {
        let it = in_name(app).await;
        assert_eq!(it.actor.user_id, it.owner.user_id);
        assert!(!it.actor.is_owner());
        let seen = viewer(&reads(app, &it.actor)).await.unwrap().impersonation.unwrap();
        assert_eq!((seen.reason.as_str(), Some(seen.operator_pid)), ("Ticket 4711.", it.operator.actor.pid));
        assert_eq!(seen.expires_at - seen.since, TimeDelta::minutes(30));
        assert!(viewer(&reads(app, &it.owner)).await.unwrap().impersonation.is_none());
        let sessions = viewer_sessions(&reads(app, &it.owner), Page::first(9)).await.unwrap();
        let others = sessions.items.iter().filter(|(_, one)| one.is_impersonation);
        assert_eq!((sessions.items.len(), others.count()), (2, 1));
        assert!(is_told(app, &owner_email("acme"), "began to act in your name"));
    }

    async fn both_trails_say_what_was_done_and_who_truly_did_it(app: &TestApp) {
        let it = in_name(app).await;
        let asset = CreateAsset {
            name: "Shop".to_owned(),
            kind: AssetKind::Web,
            address: "https://shop.example".to_owned(),
            idempotency_key: None,
        };
        create_asset(app.core(), &it.actor, asset).await.unwrap();
        log_out(app.core(), &it.actor).await.unwrap();
        app.run_jobs().await;
        let reads = reads(app, &it.owner);
        let events = audit_events(&reads, &AuditEventFilter::default(), &Page::first(50)).await.unwrap();
        let by_operator: Vec<_> = events.items.iter().map(|(_, event)| event)
            .filter(|event| event.operator == it.operator.actor.pid)
            .inspect(|event| assert!(event.actor.is_none()))
            .map(|event| event.action.as_str()).collect();
        let expected = ["impersonation.ended", "session.logged_out", "asset.created", "impersonation.opened", "impersonation.started"];
        assert_eq!(by_operator, expected);
        drop(reads);
        let platform = actions(app, &app.core().platform()).await;
        for action in ["support_access.granted", "impersonation.started", "impersonation.opened", "impersonation.ended"] {
            assert_eq!(platform.iter().filter(|one| *one == action).count(), 1, "{action}");
        }
        verified(app).await;
    }

    async fn of_fifty_who_show_a_ticket_one_gets_a_session(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let otto = operator(app, "otto@platform.example").await;
        let grant = grant_for(app, &owner, &owner).await.unwrap();
        let ticket = ticket(app, &otto.actor, grant.id).await.unwrap();
        let outcomes = join_all((0..50).map(|_| redeem(app, &ticket))).await;
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
        for refused in outcomes.into_iter().filter(Result::is_err) {
            assert_eq!(user_codes(refused), [UserErrorCode::InvalidToken]);
        }
        let opened = actions(app, &app.core().platform()).await;
        assert_eq!(opened.iter().filter(|action| *action == "impersonation.opened").count(), 1);
    }

    async fn a_ticket_is_good_for_two_minutes_on_the_public_listener(app: &TestApp) {
        let it = in_name(app).await;
        let late = ticket(app, &it.operator.actor, it.grant.id).await.unwrap();
        let (_, token) = late.url.expose().split_once("token=").unwrap();
        let elsewhere = open_impersonation(app.core(), &at_admin(), &token.into()).await;
        assert_eq!(user_codes(elsewhere), [UserErrorCode::InvalidToken]);
        app.clock.advance(TimeDelta::minutes(2));
        assert_eq!(user_codes(redeem(app, &late).await), [UserErrorCode::InvalidToken]);
        for nonsense in ["", "x", &"a".repeat(64), &"a".repeat(1_000_000)] {
            let refused = open_impersonation(app.core(), &super::fixture::request(), &nonsense.into()).await;
            assert_eq!(user_codes(refused), [UserErrorCode::InvalidToken]);
        }
    }

    async fn only_a_grant_that_counts_can_be_taken(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let mut otto = operator(app, "otto@platform.example").await;
        let mia = member(app, &owner, "mia@acme.example", Role::Viewer).await.actor;
        let waiting = grant_for(app, &owner, &mia).await.unwrap();
        assert_eq!(user_codes(ticket(app, &otto.actor, waiting.id).await), [UserErrorCode::InvalidState]);
        consent_to_support_access(app.core(), &mia, waiting.id).await.unwrap();
        assert!(ticket(app, &otto.actor, waiting.id).await.is_ok());
        revoke_support_access(app.core(), &mia, waiting.id).await.unwrap();
        app.run_jobs().await;
        assert_eq!(user_codes(ticket(app, &otto.actor, waiting.id).await), [UserErrorCode::InvalidState]);
        let rival = tenant(app, "rival").await.actor;
        let theirs = grant_for(app, &rival, &rival).await.unwrap();
        assert!(matches!(ticket(app, &otto.actor, theirs.id).await, Err(AppError::NotFound(_))));
        for slug in ["nowhere", "platform", "", "\0"] {
            let input = StartImpersonation { tenant_slug: slug.to_owned(), grant_id: theirs.id, reason: "x".to_owned() };
            let refused = start_impersonation(app.core(), &otto.actor, input).await;
            assert!(matches!(refused, Err(AppError::NotFound(_))), "{slug}");
        }
        for reason in ["", " ", &"x".repeat(501)] {
            let input = StartImpersonation { tenant_slug: "rival".to_owned(), grant_id: theirs.id, reason: reason.to_owned() };
            assert_eq!(user_codes(start_impersonation(app.core(), &otto.actor, input).await), [UserErrorCode::InvalidInput]);
        }
        let own = grant_for(app, &owner, &owner).await.unwrap();
        app.clock.advance(TimeDelta::minutes(11));
        assert_eq!(user_codes(ticket(app, &otto.actor, own.id).await), [UserErrorCode::StepUpRequired]);
        app.clock.advance(TimeDelta::hours(24));
        let cookie = log_in(app, &mut otto.passkey).await.unwrap().cookie.unwrap();
        let again = super::fixture::at_admin_with(app, &cookie).await.unwrap();
        assert_eq!(user_codes(ticket(app, &again, own.id).await), [UserErrorCode::InvalidState]);
        for nobody in [&owner, &mia] {
            assert!(matches!(ticket(app, nobody, own.id).await, Err(AppError::Forbidden(_))));
        }
    }

    async fn it_lasts_half_an_hour_however_busy(app: &TestApp) {
        let it = in_name(app).await;
        for _ in 0..5 {
            app.clock.advance(TimeDelta::minutes(5));
            assert!(!is_out(app, &it.cookie).await);
        }
        app.clock.advance(TimeDelta::minutes(5));
        assert!(is_out(app, &it.cookie).await);
    }

    async fn it_ends_at_once_with_its_grant(app: &TestApp) {
        let it = in_name(app).await;
        revoke_support_access(app.core(), &it.owner, it.grant.id).await.unwrap();
        app.run_jobs().await;
        assert!(is_out(app, &it.cookie).await);
    }

    async fn it_never_outlasts_its_grant(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let mut otto = operator(app, "otto@platform.example").await;
        let grant = grant_for(app, &owner, &owner).await.unwrap();
        app.clock.advance(TimeDelta::minutes(23 * 60 + 50));
        let cookie = log_in(app, &mut otto.passkey).await.unwrap().cookie.unwrap();
        let otto = super::fixture::at_admin_with(app, &cookie).await.unwrap();
        let ticket = ticket(app, &otto, grant.id).await.unwrap();
        let cookie = redeem(app, &ticket).await.unwrap();
        app.clock.advance(TimeDelta::minutes(9));
        assert!(!is_out(app, &cookie).await);
        app.clock.advance(TimeDelta::minutes(1));
        assert!(is_out(app, &cookie).await);
    }

    async fn it_ends_at_once_with_its_operator(app: &TestApp) {
        let it = in_name(app).await;
        let open = ticket(app, &it.operator.actor, it.grant.id).await.unwrap();
        deactivate_operator(app.core(), "otto@platform.example").await.unwrap();
        assert!(is_out(app, &it.cookie).await);
        assert_eq!(user_codes(redeem(app, &open).await), [UserErrorCode::InvalidToken]);
    }

    async fn its_operator_ends_it_and_no_other(app: &TestApp) {
        let it = in_name(app).await;
        let oda = operator(app, "oda@platform.example").await;
        let end = async |by: &Actor| {
            let input = EndImpersonation { tenant_slug: "acme".to_owned(), impersonation_id: it.ticket.impersonation_id };
            end_impersonation(app.core(), by, input).await
        };
        assert!(matches!(end(&oda.actor).await, Err(AppError::NotFound(_))));
        assert!(matches!(end(&it.owner).await, Err(AppError::Forbidden(_))));
        assert!(!is_out(app, &it.cookie).await);
        end(&it.operator.actor).await.unwrap();
        end(&it.operator.actor).await.unwrap();
        app.run_jobs().await;
        assert!(is_out(app, &it.cookie).await);
    }

    async fn the_person_ends_it_where_sessions_are_ended(app: &TestApp) {
        let it = in_name(app).await;
        revoke_session(app.core(), &it.owner, it.actor.session_id.unwrap()).await.unwrap();
        app.run_jobs().await;
        assert!(is_out(app, &it.cookie).await);
        for scope in [it.owner.scope, app.core().platform()] {
            assert!(actions(app, &scope).await.contains(&"impersonation.ended".to_owned()));
        }
    }

    async fn what_needs_the_person_the_domain_refuses_whatever_the_edge_lets_pass(app: &TestApp) {
        let it = in_name(app).await;
        let (core, operator) = (app.core(), &it.actor);
        let own = it.owner.session_id.unwrap();
        let provider = sea_orm::prelude::Uuid::nil();
        let password = || ChangePassword { current_password: PASSWORD.into(), new_password: "harbour velvet thimble moss".into(), revoke_api_keys: true };
        let reads = reads(app, operator);
        let refusals = [
            ("revoke_session", revoke_session(core, operator, own).await),
            ("revoke_other_sessions", revoke_other_sessions(core, operator).await.map(drop)),
            ("revoke_all_sessions", revoke_all_sessions(core, operator, None).await.map(drop)),
            ("change_password", change_password(core, operator, password()).await),
            ("request_email_change", request_email_change(core, operator, "new@acme.example").await),
            ("enroll_totp", enroll_totp(core, operator).await.map(drop)),
            ("confirm_totp", confirm_totp(core, operator, &"123456".into()).await.map(drop)),
            ("remove_totp", remove_totp(core, operator).await),
            ("regenerate_recovery_codes", regenerate_recovery_codes(core, operator).await.map(drop)),
            ("start_passkey_enrollment", start_passkey_enrollment(core, operator).await.map(drop)),
            ("start_passkey_step_up", start_passkey_step_up(core, operator).await.map(drop)),
            ("remove_passkey", remove_passkey(core, operator, provider).await),
            ("step_up", step_up(core, operator, StepUp::Password(PASSWORD.into())).await.map(drop)),
            ("link_identity_provider", link_identity_provider(core, operator, provider).await.map(drop)),
            ("unlink_identity_provider", unlink_identity_provider(core, operator, provider).await),
            ("step_up_by_identity_provider", step_up_by_identity_provider(core, operator, provider).await.map(drop)),
            ("consent_to_support_access", consent_to_support_access(core, operator, it.grant.id).await.map(drop)),
            ("revoke_support_access", revoke_support_access(core, operator, it.grant.id).await.map(drop)),
            ("viewer_sessions", viewer_sessions(&reads, Page::first(9)).await.map(drop)),
            ("viewer_passkeys", viewer_passkeys(&reads).await.map(drop)),
            ("viewer_second_factors", viewer_second_factors(&reads).await.map(drop)),
            ("linked_identities", linked_identities(&reads).await.map(drop)),
        ];
        for (name, outcome) in refusals {
            let Err(AppError::User(errors)) = outcome else { panic!("{name}: {outcome:?}") };
            assert_eq!(errors[0].code, UserErrorCode::SessionRequired, "{name}");
        }
        assert!(!is_out(app, &it.cookie).await);
        drop(reads);
        app.run_jobs().await;
    }

    async fn nothing_can_be_proven_in_it(app: &TestApp) {
        let it = in_name(app).await;
        let refused = step_up(app.core(), &it.actor, StepUp::Password(PASSWORD.into())).await;
        assert_eq!(user_codes(refused), [UserErrorCode::SessionRequired]);
        let refused = grant_for(app, &it.actor, &it.actor).await;
        assert!(matches!(refused, Err(AppError::Forbidden(_))));
        let refused = consent_to_support_access(app.core(), &it.actor, it.grant.id).await;
        assert_eq!(user_codes(refused), [UserErrorCode::SessionRequired]);
        assert!(start_passkey_step_up(app.core(), &it.actor).await.is_err());
    }
}
