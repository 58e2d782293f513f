//! The link by which an operator makes a passkey.

use super::fixture::{
    OPERATORS, actions, at_admin, at_admin_with, created, enroll, log_in, operator, request,
    token_of, user_codes,
};
use crate::both_realms;
use crate::second_factors::authenticator::Authenticator;
use chrono::TimeDelta;
use xorb_domain::identity::operators::{
    deactivate_operator, finish_operator_enrollment, list_operators, reenroll_operator,
    start_operator_enrollment,
};
use xorb_domain::identity::{ActorKind, Permission, remove_passkey, viewer_passkeys};
use xorb_domain::paging::Page;
use xorb_domain::{AppError, UserErrorCode};

const OTTO: &str = "otto@platform.example";

both_realms! {
    async fn a_link_makes_one_passkey_which_logs_in(app: &TestApp) {
        let link = created(app, OTTO).await.unwrap();
        let mut passkey = enroll(app, &link).await.unwrap();
        assert_eq!(user_codes(enroll(app, &link).await), [UserErrorCode::InvalidToken]);
        let cookie = log_in(app, &mut passkey).await.unwrap().cookie.unwrap();
        let actor = at_admin_with(app, &cookie).await.unwrap();
        assert_eq!((actor.kind, actor.roles.len()), (ActorKind::Operator, 0));
        let held: Vec<_> = Permission::ALL.into_iter().filter(|one| actor.holds(*one)).collect();
        let permitted = [Permission::AuditRead, Permission::AuditReadPersonal, Permission::PrivacyRead, Permission::PrivacyManage];
        assert_eq!(held, permitted);
        let trail = actions(app, &app.core().platform()).await;
        assert_eq!(trail, ["operator.created", "passkey.enrolled", "session.logged_in"]);
    }

    async fn a_link_ends_after_a_day(app: &TestApp) {
        let link = created(app, OTTO).await.unwrap();
        app.clock.advance(TimeDelta::hours(24));
        assert_eq!(user_codes(enroll(app, &link).await), [UserErrorCode::InvalidToken]);
    }

    async fn a_wrong_answer_leaves_the_link(app: &TestApp) {
        let link = created(app, OTTO).await.unwrap();
        let token = token_of(&link);
        let mut passkey = Authenticator::at(OPERATORS);
        passkey.verifies_user = false;
        let options = start_operator_enrollment(app.core(), &at_admin(), &token).await.unwrap();
        let answer = passkey.create(&options);
        let finish = async |answer: &str| {
            finish_operator_enrollment(app.core(), &at_admin(), &token, &answer.into()).await
        };
        assert_eq!(user_codes(finish(&answer).await), [UserErrorCode::InvalidCredentials]);
        assert_eq!(user_codes(finish(&answer).await), [UserErrorCode::InvalidToken], "a challenge is answered once");
        assert!(enroll(app, &link).await.is_ok());
    }

    async fn a_link_is_good_on_the_admin_listener_only(app: &TestApp) {
        let link = created(app, OTTO).await.unwrap();
        let refused = start_operator_enrollment(app.core(), &request(), &token_of(&link)).await;
        assert_eq!(user_codes(refused), [UserErrorCode::InvalidToken]);
        for nonsense in ["", "x", &"a".repeat(1_000_000)] {
            let refused = start_operator_enrollment(app.core(), &at_admin(), &nonsense.into()).await;
            assert_eq!(user_codes(refused), [UserErrorCode::InvalidToken]);
        }
    }

    async fn an_address_is_one_operator_however_often_it_is_given(app: &TestApp) {
        let attempts = (0..8).map(|_| created(app, OTTO));
        let outcomes = futures_util::future::join_all(attempts).await;
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
        for refused in outcomes.into_iter().filter(Result::is_err) {
            assert_eq!(user_codes(refused), [UserErrorCode::Taken]);
        }
        assert_eq!(user_codes(created(app, "Otto@Platform.example").await), [UserErrorCode::Taken]);
        assert_eq!(user_codes(created(app, "otto").await), [UserErrorCode::InvalidInput]);
        let listed = list_operators(app.core(), &Page::first(10)).await.unwrap();
        let listed: Vec<_> = listed.items.iter().map(|(_, one)| (one.email.as_str(), one.passkeys)).collect();
        assert_eq!(listed, [(OTTO, 0)]);
    }

    async fn a_new_link_voids_what_was_before(app: &TestApp) {
        let mut otto = operator(app, OTTO).await;
        let older = reenroll_operator(app.core(), OTTO).await.unwrap();
        assert!(matches!(at_admin_with(app, &otto.cookie).await, Err(AppError::Unauthenticated)));
        assert_eq!(user_codes(log_in(app, &mut otto.passkey).await), [UserErrorCode::InvalidCredentials]);
        let newer = reenroll_operator(app.core(), OTTO).await.unwrap();
        assert_eq!(user_codes(enroll(app, &older).await), [UserErrorCode::InvalidToken]);
        let mut passkey = enroll(app, &newer).await.unwrap();
        assert!(log_in(app, &mut passkey).await.is_ok());
        let nobody = reenroll_operator(app.core(), "nobody@platform.example").await;
        assert!(matches!(nobody, Err(AppError::NotFound(_))));
    }

    async fn deactivation_ends_everything_at_once(app: &TestApp) {
        let mut otto = operator(app, OTTO).await;
        deactivate_operator(app.core(), OTTO).await.unwrap();
        deactivate_operator(app.core(), OTTO).await.unwrap();
        assert!(matches!(at_admin_with(app, &otto.cookie).await, Err(AppError::Unauthenticated)));
        assert_eq!(user_codes(log_in(app, &mut otto.passkey).await), [UserErrorCode::InvalidCredentials]);
        let trail = actions(app, &app.core().platform()).await;
        assert_eq!(trail.iter().filter(|action| *action == "operator.deactivated").count(), 1);
        let link = reenroll_operator(app.core(), OTTO).await.unwrap();
        let mut passkey = enroll(app, &link).await.unwrap();
        assert!(log_in(app, &mut passkey).await.is_ok());
    }

    async fn the_last_passkey_stays(app: &TestApp) {
        let otto = operator(app, OTTO).await;
        let id = viewer_passkeys(&super::fixture::reads(app, &otto.actor)).await.unwrap()[0].id;
        let refused = remove_passkey(app.core(), &otto.actor, id).await;
        assert_eq!(user_codes(refused), [UserErrorCode::InvalidState]);
    }

    async fn an_operators_session_has_the_limits_of_administration(app: &TestApp) {
        let mut otto = operator(app, OTTO).await;
        app.clock.advance(TimeDelta::minutes(15));
        assert!(at_admin_with(app, &otto.cookie).await.is_err());
        let cookie = log_in(app, &mut otto.passkey).await.unwrap().cookie.unwrap();
        for _ in 0..47 {
            app.clock.advance(TimeDelta::minutes(10));
            assert!(at_admin_with(app, &cookie).await.is_ok());
        }
        app.clock.advance(TimeDelta::minutes(10));
        assert!(at_admin_with(app, &cookie).await.is_err(), "eight hours");
    }
}
