//! `xorb operator …`, beside a service that runs.

use super::fixture::OPERATORS;
use crate::both_realms;
use crate::harness::{TestApp, XorbProcess};

fn xorb(app: &TestApp, arguments: &[&str]) -> (Option<i32>, String) {
    let mut environment = app.stores().environment();
    environment.push(("XORB__ADMIN__PUBLIC_URL", OPERATORS.to_owned()));
    let arguments = [&["operator"], arguments].concat();
    let (status, output) = XorbProcess::start(&arguments, &environment).exit();
    (status.code(), output)
}

both_realms! {
    async fn an_operator_is_made_listed_and_deactivated(app: &TestApp) {
        let create = ["create", "--email", "otto@platform.example", "--name", "Otto Operator"];
        let (code, output) = xorb(app, &create);
        assert_eq!(code, Some(0), "{output}");
        assert!(output.contains(&format!("{OPERATORS}/enroll?token=")), "{output}");
        let (code, output) = xorb(app, &create);
        assert!(code == Some(1) && output.contains("there is an account with this address"), "{output}");
        let (_, output) = xorb(app, &["list"]);
        assert!(output.contains("otto@platform.example  Otto Operator  (no passkey yet)"), "{output}");
        let (code, output) = xorb(app, &["reenroll", "otto@platform.example"]);
        assert!(code == Some(0) && output.contains("/enroll?token="), "{output}");
        assert_eq!(xorb(app, &["deactivate", "otto@platform.example"]).0, Some(0));
        assert!(xorb(app, &["list"]).1.contains("(deactivated)"));
        let (code, output) = xorb(app, &["deactivate", "nobody@platform.example"]);
        assert!(code == Some(1) && output.contains("there is no such operator"), "{output}");
    }
}
