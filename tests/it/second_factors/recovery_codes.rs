//! Recovery codes stand in for the app, each once.

use super::fixture::{
    PASSWORD, challenge, complete, enroll, enrolled, has_event, mails_to, owner_email, reads,
    tenant, user_codes, with_token,
};
use crate::both_modes;
use crate::identity::fixture::{member, try_log_in};
use xorb_domain::identity::{
    Role, SecondFactor, regenerate_recovery_codes, remove_second_factors, remove_totp,
    viewer_second_factors,
};
use xorb_domain::{AppError, UserErrorCode};
use xorb_entities::identity::SessionDelivery;

both_modes! {
    async fn a_code_lets_in_once_and_the_person_is_told(app: &TestApp) {
        let owner = enrolled(app, "acme").await;
        let by = |code: &str| SecondFactor::RecoveryCode(code.into());
        let code = owner.recovery_codes[3].expose();
        let first = challenge(app, "acme").await;
        let typed = code.to_uppercase().replace('-', " ");
        assert!(complete(app, &first, by(&typed)).await.is_ok());
        app.run_jobs().await;
        let mails = mails_to(app, &owner_email("acme"));
        assert!(mails.iter().any(|mail| mail.contains("recovery code was used")), "{mails:?}");
        let left = viewer_second_factors(&reads(app, &owner.actor)).await.unwrap();
        assert_eq!(left.recovery_codes_left, 9);
        let second = challenge(app, "acme").await;
        assert_eq!(user_codes(complete(app, &second, by(code)).await), [UserErrorCode::InvalidCredentials]);
        assert!(complete(app, &second, by(owner.recovery_codes[4].expose())).await.is_ok());
        app.run_jobs().await;
    }

    async fn new_codes_make_the_old_ones_void(app: &TestApp) {
        let owner = enrolled(app, "acme").await;
        let new = regenerate_recovery_codes(app.core(), &owner.actor).await.unwrap();
        app.run_jobs().await;
        assert_eq!(new.len(), 10);
        let asked = challenge(app, "acme").await;
        for old in &owner.recovery_codes[..2] {
            let refused = complete(app, &asked, SecondFactor::RecoveryCode(old.clone())).await;
            assert_eq!(user_codes(refused), [UserErrorCode::InvalidCredentials]);
        }
        assert!(complete(app, &asked, SecondFactor::RecoveryCode(new[0].clone())).await.is_ok());
        app.run_jobs().await;
        remove_totp(app.core(), &owner.actor).await.unwrap();
        app.run_jobs().await;
        let alone = regenerate_recovery_codes(app.core(), &owner.actor).await;
        assert_eq!(user_codes(alone), [UserErrorCode::InvalidState]);
    }

    async fn an_administrator_helps_somebody_who_has_lost_everything(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let mia = member(app, &owner, "mia@acme.example", Role::Viewer).await;
        enroll(app, &mia.actor).await;
        let adam = member(app, &owner, "adam@acme.example", Role::Admin).await.actor;
        let own = remove_second_factors(app.core(), &adam, adam.user_id.unwrap()).await;
        assert_eq!(user_codes(own), [UserErrorCode::InvalidState]);
        let above = remove_second_factors(app.core(), &adam, owner.user_id.unwrap()).await;
        assert_eq!(user_codes(above), [UserErrorCode::OwnerOnly]);
        let forbidden = remove_second_factors(app.core(), &mia.actor, adam.user_id.unwrap()).await;
        assert!(matches!(forbidden, Err(AppError::Forbidden(_))));
        remove_second_factors(app.core(), &adam, mia.actor.user_id.unwrap()).await.unwrap();
        app.run_jobs().await;
        assert!(with_token(app, &mia).await.is_err(), "her sessions have ended");
        let again = try_log_in(app, "acme", "mia@acme.example", PASSWORD, SessionDelivery::Token).await;
        assert!(again.is_ok(), "the password is enough again");
        assert!(has_event(app, &owner, "second_factors.removed", "success").await);
        let mails = mails_to(app, "mia@acme.example");
        assert!(mails.iter().any(|mail| mail.contains("removed all second factors")), "{mails:?}");
    }
}
