//! An authenticator app: enrolled, asked for, used once per step, removed.

use super::fixture::{
    Phone, amr, by_code, challenge, enroll, enrolled, has_event, mails_to, owner_email, reads,
    step_up_by_code, tenant, user_codes, with_token,
};
use crate::both_modes;
use chrono::TimeDelta;
use xorb_domain::UserErrorCode;
use xorb_domain::identity::{
    MfaMethod, confirm_totp, enroll_totp, remove_totp, viewer_second_factors,
};
use xorb_domain::secret::Secret;

both_modes! {
    async fn a_log_in_asks_for_the_app_and_its_code_opens_the_session(app: &TestApp) {
        let owner = enrolled(app, "acme").await;
        assert_eq!(owner.recovery_codes.len(), 10);
        let asked = challenge(app, "acme").await;
        assert_eq!(asked.methods, [MfaMethod::Totp, MfaMethod::RecoveryCode]);
        let grant = by_code(app, &asked, &owner.phone.next(app)).await.unwrap();
        let actor = with_token(app, &grant).await.unwrap();
        assert_eq!(actor.user_id, owner.actor.user_id);
        for (action, outcome) in [("totp.enrollment_started", "success"), ("totp.enrolled", "success"), ("session.challenged", "success")] {
            assert!(has_event(app, &owner.actor, action, outcome).await, "{action}");
        }
        let mail = mails_to(app, &owner_email("acme")).pop().unwrap();
        assert!(mail.contains("authenticator app was added"), "{mail}");
    }

    async fn the_token_says_by_what_it_was_proven(app: &TestApp) {
        let owner = enrolled(app, "acme").await;
        let asked = challenge(app, "acme").await;
        let grant = by_code(app, &asked, &owner.phone.next(app)).await.unwrap();
        assert_eq!(amr(&grant), serde_json::json!(["pwd", "otp", "mfa"]));
    }

    async fn a_code_works_once_even_within_its_step(app: &TestApp) {
        let owner = enrolled(app, "acme").await;
        let code = owner.phone.next(app);
        let first = challenge(app, "acme").await;
        assert!(by_code(app, &first, &code).await.is_ok());
        let second = challenge(app, "acme").await;
        assert_eq!(user_codes(by_code(app, &second, &code).await), [UserErrorCode::InvalidCredentials]);
        let earlier = owner.phone.code(app.core().clock.now() - TimeDelta::seconds(30));
        assert_eq!(user_codes(by_code(app, &second, &earlier).await), [UserErrorCode::InvalidCredentials]);
        assert!(by_code(app, &second, &owner.phone.next(app)).await.is_ok());
    }

    async fn a_challenge_is_answered_once_and_ends_after_ten_minutes(app: &TestApp) {
        let owner = enrolled(app, "acme").await;
        let asked = challenge(app, "acme").await;
        assert!(by_code(app, &asked, &owner.phone.next(app)).await.is_ok());
        assert_eq!(user_codes(by_code(app, &asked, &owner.phone.next(app)).await), [UserErrorCode::InvalidToken]);
        let asked = challenge(app, "acme").await;
        app.clock.advance(TimeDelta::minutes(10));
        assert_eq!(user_codes(by_code(app, &asked, &owner.phone.next(app)).await), [UserErrorCode::InvalidToken]);
    }

    async fn an_app_that_was_not_confirmed_is_not_asked_for(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let before = confirm_totp(app.core(), &owner, &"123456".into()).await;
        assert_eq!(user_codes(before), [UserErrorCode::InvalidState]);
        let abandoned = enroll_totp(app.core(), &owner).await.unwrap();
        let wrong = confirm_totp(app.core(), &owner, &"000000".into()).await;
        assert_eq!(user_codes(wrong), [UserErrorCode::InvalidCredentials]);
        crate::identity::fixture::log_in_owner(app, "acme").await;
        // Beginning again gives another secret; the first one is worth nothing.
        let (_, codes) = enroll(app, &owner).await;
        assert_eq!(codes.len(), 10);
        let old = Phone::new(abandoned.secret.expose());
        let asked = challenge(app, "acme").await;
        assert_eq!(user_codes(by_code(app, &asked, &old.next(app)).await), [UserErrorCode::InvalidCredentials]);
        let again = enroll_totp(app.core(), &owner).await;
        assert_eq!(user_codes(again), [UserErrorCode::InvalidState]);
    }

    async fn a_change_needs_a_fresh_proof_and_the_code_is_one(app: &TestApp) {
        let owner = enrolled(app, "acme").await;
        app.clock.advance(TimeDelta::minutes(11));
        let refused = remove_totp(app.core(), &owner.actor).await;
        assert_eq!(user_codes(refused), [UserErrorCode::StepUpRequired]);
        assert_eq!(step_up_by_code(app, &owner.actor, "000000").await, [UserErrorCode::InvalidCredentials]);
        assert!(has_event(app, &owner.actor, "session.stepped_up", "failure").await);
        let code = owner.phone.next(app);
        assert!(step_up_by_code(app, &owner.actor, &code).await.is_empty());
        assert_eq!(step_up_by_code(app, &owner.actor, &code).await, [UserErrorCode::InvalidCredentials], "used");
        remove_totp(app.core(), &owner.actor).await.unwrap();
        app.run_jobs().await;
        let left = viewer_second_factors(&reads(app, &owner.actor)).await.unwrap();
        assert_eq!((left.totp_enrolled_at, left.recovery_codes_left), (None, 0));
        crate::identity::fixture::log_in_owner(app, "acme").await;
        assert!(has_event(app, &owner.actor, "totp.removed", "success").await);
    }

    async fn a_code_of_somebody_else_completes_nothing(app: &TestApp) {
        enrolled(app, "acme").await;
        let other = enrolled(app, "rival").await;
        let asked = challenge(app, "acme").await;
        let code = other.phone.next(app);
        assert_eq!(user_codes(by_code(app, &asked, &code).await), [UserErrorCode::InvalidCredentials]);
        let mut foreign = asked.clone();
        let theirs = challenge(app, "rival").await;
        // The other tenant's id before this challenge's secret.
        let token = format!("{}{}", &theirs.token.expose()[..21], &asked.token.expose()[21..]);
        foreign.token = Secret::new(token);
        assert_eq!(user_codes(by_code(app, &foreign, &code).await), [UserErrorCode::InvalidToken]);
    }
}
