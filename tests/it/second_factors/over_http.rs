//! The same through the API, with the operations that front ends rely on.

use super::fixture::Phone;
use crate::both_modes;
use crate::contract::operation;
use crate::harness::PASSWORD;
use serde_json::json;

both_modes! {
    async fn a_person_enrols_an_app_and_logs_in_with_it(app: &TestApp) {
        let owner = app.owner().await;
        let enrolled = owner.graphql(&operation("EnrollTotp"), json!({})).await;
        let uri = enrolled.text("/enrollTotp/otpauthUri");
        assert!(uri.starts_with("otpauth://totp/XORB:owner%40acme"), "{uri}");
        let phone = Phone::new(&enrolled.text("/enrollTotp/secret"));
        let input = json!({ "input": { "code": phone.next(app) } });
        let confirmed = owner.graphql(&operation("ConfirmTotp"), input).await;
        assert_eq!(confirmed.data("/confirmTotp/recoveryCodes").as_array().unwrap().len(), 10);
        app.run_jobs().await;

        let anybody = app.anonymous();
        let log_in = json!({ "tenantSlug": "acme", "email": "owner@acme.example", "password": PASSWORD });
        let asked = anybody.graphql(&operation("LogIn"), json!({ "input": log_in })).await;
        assert!(asked.data("/logIn/session").is_null());
        assert_eq!(asked.data("/logIn/mfaChallenge/methods"), &json!(["TOTP", "RECOVERY_CODE"]));
        let token = asked.text("/logIn/mfaChallenge/token");
        let both = json!({ "challengeToken": token, "totpCode": "123456", "recoveryCode": "x" });
        let refused = anybody.graphql(&operation("CompleteMfa"), json!({ "input": both })).await;
        assert_eq!(refused.user_error(), Some("INVALID_INPUT"));
        let input = json!({ "challengeToken": token, "totpCode": phone.next(app), "delivery": "COOKIE" });
        let done = anybody.graphql(&operation("CompleteMfa"), json!({ "input": input })).await;
        assert!(done.data("/completeMfa/session/accessToken").is_null());
        assert!(done.headers["set-cookie"].to_str().unwrap().starts_with("__Host-xorb_session="));

        let step_up = json!({ "input": { "totpCode": phone.next(app) } });
        let proven = owner.graphql(&operation("StepUp"), step_up).await;
        assert!(proven.data("/stepUp/validUntil").is_string());
        let factors = owner.graphql("{ viewer { secondFactors { totpEnrolledAt recoveryCodesLeft } } }", json!({})).await;
        assert_eq!(factors.data("/viewer/secondFactors/recoveryCodesLeft"), &json!(10));
    }
}
