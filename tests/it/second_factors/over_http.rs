//! The same through the API, with the operations that front ends rely on.

use super::authenticator::{Authenticator, ORIGIN};
use super::fixture::Phone;
use crate::both_modes;
use crate::contract::operation;
use crate::harness::{Mode, PASSWORD, TestApp};
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

#[tokio::test]
async fn a_person_enrols_a_passkey_and_logs_in_with_nothing_else() {
    let app = TestApp::start_with(Mode::Embedded, &[("XORB__WEB__PUBLIC_URL", ORIGIN)]).await;
    let owner = app.owner().await;
    let started = owner
        .graphql(&operation("StartPasskeyEnrollment"), json!({}))
        .await;
    let mut passkey = Authenticator::new();
    let answer = passkey.create(&started.text("/startPasskeyEnrollment/challenge"));
    let input = json!({ "input": { "name": "phone", "response": answer } });
    let finished = owner
        .graphql(&operation("FinishPasskeyEnrollment"), input)
        .await;
    let id = finished.text("/finishPasskeyEnrollment/passkey/id");
    assert!(id.starts_with("passkey_"), "{id}");
    app.run_jobs().await;
    let listed = owner
        .graphql("{ viewer { passkeys { id name } } }", json!({}))
        .await;
    assert_eq!(listed.data("/viewer/passkeys/0/id"), &json!(id));

    let anybody = app.anonymous();
    let options = anybody
        .graphql("{ logInOptions { passkeyEnabled } }", json!({}))
        .await;
    assert_eq!(options.data("/logInOptions/passkeyEnabled"), &json!(true));
    let field = "startPasskeyLogIn(input: $input) { passkeyChallenge { token options } userErrors { code } }";
    let input = json!({ "tenantSlug": "acme" });
    let asked = anybody.mutate("StartPasskeyLogInInput", field, input).await;
    let answer = passkey.get(&asked.text("/startPasskeyLogIn/passkeyChallenge/options"));
    let token = asked.text("/startPasskeyLogIn/passkeyChallenge/token");
    let input = json!({ "challengeToken": token, "passkeyResponse": answer });
    let field = "finishPasskeyLogIn(input: $input) { session { accessToken } userErrors { code } }";
    let done = anybody
        .mutate("FinishPasskeyLogInInput", field, input)
        .await;
    let me = anybody.with_token(&done.text("/finishPasskeyLogIn/session/accessToken"));

    let field = "startPasskeyStepUp { challenge userErrors { code } }";
    let asked = me
        .graphql(&format!("mutation {{ {field} }}"), json!({}))
        .await;
    let answer = passkey.get(&asked.text("/startPasskeyStepUp/challenge"));
    let proof = json!({ "input": { "passkeyResponse": answer } });
    let proven = me.graphql(&operation("StepUp"), proof).await;
    assert!(proven.data("/stepUp/validUntil").is_string());
    let field = "removePasskey(input: $input) { userErrors { code } }";
    let removed = me
        .mutate("RemovePasskeyInput", field, json!({ "passkeyId": id }))
        .await;
    assert_eq!(removed.data("/removePasskey/userErrors"), &json!([]));
    app.run_jobs().await;
    app.finish().await;
}
