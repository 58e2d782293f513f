//! Passkeys, with a software authenticator: enrolled, as second factor, for step-up, as the only factor; and the attacks.

use super::authenticator::{Authenticator, ORIGIN};
use super::fixture::{
    amr, challenge, complete, enrolled, has_event, mails_to, owner_email, reads, request, tenant,
    user_codes, with_cookie,
};
use crate::harness::{Mode, TestApp};
use chrono::TimeDelta;
use xorb_domain::audit::{AuditEventFilter, Outcome, audit_events};
use xorb_domain::identity::{
    Actor, EnrolledPasskey, FinishPasskeyEnrollment, FinishPasskeyLogIn, MfaMethod, Role,
    SecondFactor, SessionGrant, StepUp, finish_passkey_enrollment, finish_passkey_log_in,
    remove_passkey, start_passkey_enrollment, start_passkey_log_in, start_passkey_step_up, step_up,
    viewer_passkeys,
};
use xorb_domain::paging::Page;
use xorb_domain::{AppError, UserErrorCode};
use xorb_entities::identity::SessionDelivery;

/// Makes an authenticator lie.
type Bend = fn(&mut Authenticator);

/// Both databases, at an address that passkeys can be made for.
macro_rules! with_address {
    ($(async fn $name:ident($app:ident: &TestApp) $scenario:block)+) => {
        $(
            async fn $name($app: &TestApp) $scenario

            mod $name {
                use super::{Mode, ORIGIN, TestApp};

                #[tokio::test]
                async fn embedded() {
                    let app = TestApp::start_with(Mode::Embedded, &[("XORB__WEB__PUBLIC_URL", ORIGIN)]).await;
                    super::$name(&app).await;
                    app.finish().await;
                }

                #[tokio::test]
                async fn distributed() {
                    let app = TestApp::start_with(Mode::Distributed, &[("XORB__WEB__PUBLIC_URL", ORIGIN)]).await;
                    super::$name(&app).await;
                    app.finish().await;
                }
            }
        )+
    };
}

async fn finish(app: &TestApp, actor: &Actor, response: &str) -> Result<EnrolledPasskey, AppError> {
    let input = FinishPasskeyEnrollment {
        name: "laptop".to_owned(),
        response: response.into(),
    };
    finish_passkey_enrollment(app.core(), actor, input).await
}

async fn enroll(app: &TestApp, actor: &Actor) -> Authenticator {
    let mut passkey = Authenticator::new();
    let options = start_passkey_enrollment(app.core(), actor).await.unwrap();
    let answer = passkey.create(&options);
    finish(app, actor, &answer).await.unwrap();
    app.run_jobs().await;
    passkey
}

async fn answer_log_in(app: &TestApp, token: &str, answer: &str) -> Result<SessionGrant, AppError> {
    let input = FinishPasskeyLogIn {
        token: token.into(),
        response: answer.into(),
        delivery: SessionDelivery::Cookie,
    };
    finish_passkey_log_in(app.core(), &request(), input).await
}

/// A log-in by passkey alone.
async fn log_in(
    app: &TestApp,
    slug: &str,
    passkey: &mut Authenticator,
) -> Result<SessionGrant, AppError> {
    let asked = start_passkey_log_in(app.core(), &request(), slug)
        .await
        .unwrap();
    let answer = passkey.get(&asked.options);
    answer_log_in(app, asked.token.expose(), &answer).await
}

/// The true reasons of the refused log-ins, which only the trail knows; the newest first.
async fn reasons(app: &TestApp, actor: &Actor) -> Vec<Option<String>> {
    let reads = reads(app, actor);
    let slice = audit_events(&reads, &AuditEventFilter::default(), &Page::first(100))
        .await
        .unwrap();
    let entries = slice.items.into_iter().map(|(_, entry)| entry);
    let refused = entries.filter(|entry| {
        entry.action.as_str() == "session.logged_in" && entry.outcome == Outcome::Failure
    });
    refused.map(|entry| entry.reason).collect()
}

with_address! {
    async fn a_passkey_is_enrolled_and_asked_for_beside_the_password(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let mut passkey = Authenticator::new();
        let options = start_passkey_enrollment(app.core(), &owner).await.unwrap();
        let enrolled = finish(app, &owner, &passkey.create(&options)).await.unwrap();
        app.run_jobs().await;
        assert_eq!(enrolled.passkey.name, "laptop");
        assert_eq!(enrolled.recovery_codes.map(|codes| codes.len()), Some(10));
        let mail = mails_to(app, &owner_email("acme")).pop().unwrap();
        assert!(mail.contains("passkey was added"), "{mail}");
        let asked = challenge(app, "acme").await;
        assert_eq!(asked.methods, [MfaMethod::Passkey, MfaMethod::RecoveryCode]);
        let answer = passkey.get(asked.passkey_options.as_ref().unwrap());
        let grant = complete(app, &asked, SecondFactor::Passkey(answer.as_str().into())).await.unwrap();
        assert_eq!(amr(&grant), serde_json::json!(["pwd", "pop", "mfa"]));
        let shown = viewer_passkeys(&reads(app, &owner)).await.unwrap();
        assert!(shown[0].last_used_at.is_some());
        assert!(has_event(app, &owner, "passkey.enrolled", "success").await);
    }

    async fn a_passkey_alone_logs_in_without_address_and_password(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let mut passkey = enroll(app, &owner).await;
        let grant = log_in(app, "acme", &mut passkey).await.unwrap();
        let actor = with_cookie(app, &grant.cookie.unwrap()).await.unwrap();
        assert_eq!(actor.user_id, owner.user_id);
        let nobody = log_in(app, "nowhere", &mut passkey).await;
        assert_eq!(user_codes(nobody), [UserErrorCode::InvalidCredentials]);
        tenant(app, "rival").await;
        let elsewhere = log_in(app, "rival", &mut passkey).await;
        assert_eq!(user_codes(elsewhere), [UserErrorCode::InvalidCredentials]);
    }

    async fn a_passkey_steps_up_and_can_be_removed(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let mut passkey = enroll(app, &owner).await;
        app.clock.advance(TimeDelta::minutes(11));
        let id = viewer_passkeys(&reads(app, &owner)).await.unwrap()[0].id;
        let refused = remove_passkey(app.core(), &owner, id).await;
        assert_eq!(user_codes(refused), [UserErrorCode::StepUpRequired]);
        let options = start_passkey_step_up(app.core(), &owner).await.unwrap();
        let answer = passkey.get(&options);
        let proof = || StepUp::Factor(SecondFactor::Passkey(answer.as_str().into()));
        step_up(app.core(), &owner, proof()).await.unwrap();
        let replayed = step_up(app.core(), &owner, proof()).await;
        assert_eq!(user_codes(replayed), [UserErrorCode::InvalidCredentials]);
        remove_passkey(app.core(), &owner, id).await.unwrap();
        app.run_jobs().await;
        crate::identity::fixture::log_in_owner(app, "acme").await;
        let gone = log_in(app, "acme", &mut passkey).await;
        assert_eq!(user_codes(gone), [UserErrorCode::InvalidCredentials]);
        let again = remove_passkey(app.core(), &owner, id).await;
        assert!(matches!(again, Err(AppError::NotFound(_))));
    }

    async fn hostile_answers_log_nobody_in(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let mut passkey = enroll(app, &owner).await;
        let bends: [(&str, Bend); 9] = [
            ("wrong_origin", |p| p.origin = "https://evil.example".to_owned()),
            ("wrong_origin", |p| p.origin = "https://evil.xorb.example.org".to_owned()),
            ("wrong_origin", |p| p.origin = format!("{ORIGIN}:8443")),
            ("wrong_rp_id", |p| p.rp_id = "evil.example".to_owned()),
            ("user_not_verified", |p| p.verifies_user = false),
            ("refused", |p| p.ceremony = Some("webauthn.create")),
            ("wrong_challenge", |p| p.challenge = Some("A".repeat(43))),
            ("other_user", |p| p.user_handle = vec![7; 16]),
            ("other_user", |p| p.user_handle.clear()),
        ];
        for (name, bend) in bends {
            let honest = (passkey.origin.clone(), passkey.rp_id.clone(), passkey.user_handle.clone());
            bend(&mut passkey);
            let refused = log_in(app, "acme", &mut passkey).await;
            assert_eq!(user_codes(refused), [UserErrorCode::InvalidCredentials], "{name}");
            assert_eq!(reasons(app, &owner).await.first().cloned().flatten().as_deref(), Some(name));
            (passkey.origin, passkey.rp_id, passkey.user_handle) = honest;
            passkey.verifies_user = true;
            passkey.ceremony = None;
            passkey.challenge = None;
        }
        assert!(has_event(app, &owner, "session.logged_in", "failure").await);
        assert!(log_in(app, "acme", &mut passkey).await.is_ok(), "the honest one");
    }

    async fn a_counter_that_goes_back_is_a_copy(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let mut passkey = enroll(app, &owner).await;
        passkey.counter = 10;
        assert!(log_in(app, "acme", &mut passkey).await.is_ok());
        for counter in [10, 4] {
            passkey.counter = counter - 1;
            let refused = log_in(app, "acme", &mut passkey).await;
            assert_eq!(user_codes(refused), [UserErrorCode::InvalidCredentials], "{counter}");
        }
        passkey.counter = 11;
        assert!(log_in(app, "acme", &mut passkey).await.is_ok());
    }

    async fn a_challenge_is_answered_once_and_by_its_own_answer(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let mut passkey = enroll(app, &owner).await;
        let asked = start_passkey_log_in(app.core(), &request(), "acme").await.unwrap();
        let answer = passkey.get(&asked.options);
        assert!(answer_log_in(app, asked.token.expose(), &answer).await.is_ok());
        let replayed = answer_log_in(app, asked.token.expose(), &answer).await;
        assert_eq!(user_codes(replayed), [UserErrorCode::InvalidCredentials]);
        let other = start_passkey_log_in(app.core(), &request(), "acme").await.unwrap();
        let replayed = answer_log_in(app, other.token.expose(), &answer).await;
        assert_eq!(user_codes(replayed), [UserErrorCode::InvalidCredentials]);
        let late = start_passkey_log_in(app.core(), &request(), "acme").await.unwrap();
        let answer = passkey.get(&late.options);
        app.clock.advance(TimeDelta::minutes(10));
        let refused = answer_log_in(app, late.token.expose(), &answer).await;
        assert_eq!(user_codes(refused), [UserErrorCode::InvalidCredentials]);
        for garbled in ["", "{}", "null", "[]", &"{".repeat(1_000_000)] {
            let asked = start_passkey_log_in(app.core(), &request(), "acme").await.unwrap();
            let refused = answer_log_in(app, asked.token.expose(), garbled).await;
            assert_eq!(user_codes(refused), [UserErrorCode::InvalidCredentials]);
        }
    }

    async fn a_passkey_of_somebody_else_completes_nothing(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        enroll(app, &owner).await;
        let member = crate::identity::fixture::member(app, &owner, "mia@acme.example", Role::Viewer).await.actor;
        let mut theirs = enroll(app, &member).await;
        let asked = challenge(app, "acme").await;
        theirs.user_handle = owner.user_id.unwrap().as_bytes().to_vec();
        let answer = theirs.get(asked.passkey_options.as_ref().unwrap());
        let refused = complete(app, &asked, SecondFactor::Passkey(answer.as_str().into())).await;
        assert_eq!(user_codes(refused), [UserErrorCode::InvalidCredentials]);
        let id = viewer_passkeys(&reads(app, &owner)).await.unwrap()[0].id;
        let foreign = remove_passkey(app.core(), &member, id).await;
        assert!(matches!(foreign, Err(AppError::NotFound(_))));
    }

    async fn an_enrolment_takes_the_right_answer_only(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let nothing = finish(app, &owner, "{}").await;
        assert_eq!(user_codes(nothing), [UserErrorCode::InvalidState]);
        let bends: [(&str, Bend); 5] = [
            ("another origin", |p| p.origin = "https://evil.example".to_owned()),
            ("another site's id", |p| p.rp_id = "evil.example".to_owned()),
            ("no user verification", |p| p.verifies_user = false),
            ("a log-in's answer", |p| p.ceremony = Some("webauthn.get")),
            ("another challenge", |p| p.challenge = Some("A".repeat(43))),
        ];
        for (name, bend) in bends {
            let options = start_passkey_enrollment(app.core(), &owner).await.unwrap();
            let mut passkey = Authenticator::new();
            bend(&mut passkey);
            let refused = finish(app, &owner, &passkey.create(&options)).await;
            assert_eq!(user_codes(refused), [UserErrorCode::InvalidCredentials], "{name}");
        }
        let options = start_passkey_enrollment(app.core(), &owner).await.unwrap();
        let mut passkey = Authenticator::new();
        let answer = passkey.create(&options);
        finish(app, &owner, &answer).await.unwrap();
        app.run_jobs().await;
        let replayed = finish(app, &owner, &answer).await;
        assert_eq!(user_codes(replayed), [UserErrorCode::InvalidState]);
        let options = start_passkey_enrollment(app.core(), &owner).await.unwrap();
        let twice = finish(app, &owner, &passkey.create(&options)).await;
        assert_eq!(user_codes(twice), [UserErrorCode::InvalidCredentials]);
        let mia = crate::identity::fixture::member(app, &owner, "mia@acme.example", Role::Viewer).await.actor;
        let options = start_passkey_enrollment(app.core(), &mia).await.unwrap();
        let stolen = finish(app, &mia, &passkey.create(&options)).await;
        assert_eq!(user_codes(stolen), [UserErrorCode::Taken]);
        assert!(has_event(app, &owner, "passkey.enrolled", "failure").await);
    }

    async fn with_two_factors_a_failed_passkey_leaves_the_code(app: &TestApp) {
        let owner = enrolled(app, "acme").await;
        let mut passkey = enroll(app, &owner.actor).await;
        let asked = challenge(app, "acme").await;
        assert_eq!(asked.methods, [MfaMethod::Totp, MfaMethod::Passkey, MfaMethod::RecoveryCode]);
        passkey.verifies_user = false;
        let answer = passkey.get(asked.passkey_options.as_ref().unwrap());
        let refused = complete(app, &asked, SecondFactor::Passkey(answer.as_str().into())).await;
        assert_eq!(user_codes(refused), [UserErrorCode::InvalidCredentials]);
        let code = owner.phone.next(app);
        assert!(complete(app, &asked, SecondFactor::Totp(code.as_str().into())).await.is_ok());
    }
}

#[tokio::test]
async fn without_a_host_name_there_are_no_passkeys() {
    let app = TestApp::start(Mode::Embedded).await;
    let owner = tenant(&app, "acme").await.actor;
    let refused = start_passkey_enrollment(app.core(), &owner).await;
    assert_eq!(user_codes(refused), [UserErrorCode::NotAvailable]);
    let refused = start_passkey_log_in(app.core(), &request(), "acme").await;
    assert_eq!(user_codes(refused), [UserErrorCode::NotAvailable]);
    app.finish().await;
}
