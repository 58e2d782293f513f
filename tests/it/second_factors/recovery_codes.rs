//! Recovery codes stand in for the app, each once.

use super::fixture::{challenge, complete, enrolled, mails_to, owner_email, reads, user_codes};
use crate::both_modes;
use xorb_domain::UserErrorCode;
use xorb_domain::identity::{
    SecondFactor, regenerate_recovery_codes, remove_totp, viewer_second_factors,
};

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
}
