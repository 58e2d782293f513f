//! What happens between the password and the second factor, and what a wrong password tells about it.

use super::fixture::{
    PASSWORD, by_code, challenge, enrolled, owner_email, request, tenant, user_codes,
};
use crate::both_modes;
use xorb_domain::UserErrorCode;
use xorb_domain::identity::{ChangePassword, LogIn, change_password, log_in};
use xorb_entities::identity::SessionDelivery;

both_modes! {
    async fn a_wrong_password_says_the_same_with_and_without_a_second_factor(app: &TestApp) {
        enrolled(app, "acme").await;
        tenant(app, "plain").await;
        let mut texts = Vec::new();
        for (slug, password) in [("acme", "wrong wrong wrong wrong"), ("plain", "wrong wrong wrong wrong"), ("nowhere", PASSWORD)] {
            let input = LogIn {
                tenant_slug: slug.to_owned(),
                email: owner_email(slug),
                password: password.into(),
                delivery: SessionDelivery::Token,
            };
            texts.push(format!("{:?}", log_in(app.core(), &request(), input).await.unwrap_err()));
        }
        assert!(texts.iter().all(|text| *text == texts[0]), "{texts:#?}");
    }

    async fn a_password_that_is_changed_meanwhile_voids_the_challenge(app: &TestApp) {
        let owner = enrolled(app, "acme").await;
        let asked = challenge(app, "acme").await;
        let change = ChangePassword {
            current_password: PASSWORD.into(),
            new_password: "another lantern gravel violin".into(),
            revoke_api_keys: false,
        };
        change_password(app.core(), &owner.actor, change).await.unwrap();
        app.run_jobs().await;
        let late = by_code(app, &asked, &owner.phone.next(app)).await;
        assert_eq!(user_codes(late), [UserErrorCode::InvalidToken]);
    }

    async fn what_is_no_challenge_is_over(app: &TestApp) {
        enrolled(app, "acme").await;
        let mut asked = challenge(app, "acme").await;
        for garbled in ["", "x", &"A".repeat(64), &"a".repeat(1_000_000)] {
            asked.token = garbled.into();
            assert_eq!(user_codes(by_code(app, &asked, "123456").await), [UserErrorCode::InvalidToken]);
        }
    }
}
