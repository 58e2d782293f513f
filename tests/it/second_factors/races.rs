//! Many at once: what works once works once.

use super::fixture::{Phone, by_code, challenge, complete, enrolled, tenant, user_codes};
use crate::both_modes;
use futures_util::future::join_all;
use xorb_domain::UserErrorCode;
use xorb_domain::identity::{SecondFactor, confirm_totp, enroll_totp};
use xorb_domain::secret::Secret;

both_modes! {
    async fn of_many_with_the_same_code_one_gets_in(app: &TestApp) {
        let owner = enrolled(app, "acme").await;
        let mut asked = Vec::new();
        for _ in 0..8 {
            asked.push(challenge(app, "acme").await);
        }
        let code = owner.phone.next(app);
        let answers = join_all(asked.iter().map(|asked| by_code(app, asked, &code))).await;
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
        for refused in answers.into_iter().filter(Result::is_err) {
            assert_eq!(user_codes(refused), [UserErrorCode::InvalidCredentials]);
        }
    }

    async fn of_many_confirmations_one_shows_recovery_codes_and_they_are_good(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let enrollment = enroll_totp(app.core(), &owner).await.unwrap();
        let phone = Phone::new(enrollment.secret.expose());
        let code = Secret::new(phone.next(app));
        let answers = join_all((0..8).map(|_| confirm_totp(app.core(), &owner, &code))).await;
        let (shown, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
        assert_eq!(shown.len(), 1);
        for refused in refused {
            assert_eq!(user_codes(refused), [UserErrorCode::InvalidState]);
        }
        app.run_jobs().await;
        let printed = shown.into_iter().next().unwrap().unwrap();
        let asked = challenge(app, "acme").await;
        let by = SecondFactor::RecoveryCode(printed[0].clone());
        assert!(complete(app, &asked, by).await.is_ok());
        app.run_jobs().await;
    }

    async fn one_challenge_opens_one_session_and_stands_five_tries(app: &TestApp) {
        let owner = enrolled(app, "acme").await;
        let asked = challenge(app, "acme").await;
        let by = |code: &str| SecondFactor::RecoveryCode(code.into());
        let codes = owner.recovery_codes.iter().take(4);
        let answers = join_all(codes.map(|code| complete(app, &asked, by(code.expose())))).await;
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
        app.run_jobs().await;

        let asked = challenge(app, "acme").await;
        let guesses = join_all((0..12).map(|_| complete(app, &asked, by("no code at all")))).await;
        let looked_at = guesses.into_iter().map(user_codes).filter(|codes| codes == &[UserErrorCode::InvalidCredentials]);
        assert_eq!(looked_at.count(), 5);
        app.run_jobs().await;
    }
}
