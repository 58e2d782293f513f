//! `xorb rate-limits`: operators see and change policies while the service runs, and the platform's trail says so.

use crate::both_modes;
use crate::harness::{TestApp, XorbProcess};
use xorb_domain::rate_limits::list_rate_limits;

fn xorb(app: &TestApp, arguments: &[&str]) -> (Option<i32>, String) {
    let arguments = [&["rate-limits"], arguments].concat();
    let (status, output) = XorbProcess::start(&arguments, &app.stores().environment()).exit();
    (status.code(), output)
}

async fn in_force(app: &TestApp, name: &str) -> Option<String> {
    let policies = list_rate_limits(app.core()).await.unwrap();
    let policy = policies
        .iter()
        .find(|policy| policy.name.to_string() == name)?;
    Some(format!("{:?} {}", policy.mode, policy.windows_text()))
}

async fn audited(app: &TestApp) -> Vec<(String, String)> {
    let tx = app.core().db.read(&app.core().platform()).await.unwrap();
    let sql = "SELECT action, object FROM audit_events WHERE tenant_id = $1 AND action LIKE 'rate_limit%' ORDER BY seq";
    let rows = tx.query(sql, [tx.tenant_id().into()]).await.unwrap();
    let text = |row: &sea_orm::QueryResult, column: &str| row.try_get("", column).unwrap();
    rows.iter()
        .map(|row| (text(row, "action"), text(row, "object")))
        .collect()
}

both_modes! {
    async fn an_operator_sets_a_policy_and_gives_it_back(app: &TestApp) {
        let (code, output) = xorb(app, &["set", "tenant/points", "500/60", "9000/3600", "--mode", "shadow"]);
        assert_eq!(code, Some(0), "{output}");
        assert_eq!(in_force(app, "tenant/points").await.unwrap(), "Shadow 500/60 9000/3600");
        let (_, output) = xorb(app, &["list"]);
        let line = output.lines().find(|line| line.starts_with("tenant/points")).unwrap();
        let words: Vec<_> = line.split_whitespace().collect();
        assert_eq!(words, ["tenant/points", "shadow", "operator", "500/60", "9000/3600"]);
        assert_eq!(xorb(app, &["set", "tenant/points", "--mode", "off"]).0, Some(0));
        assert_eq!(in_force(app, "tenant/points").await.unwrap(), "Off 500/60 9000/3600");
        assert_eq!(xorb(app, &["reset", "tenant/points"]).0, Some(0));
        assert_eq!(in_force(app, "tenant/points").await.unwrap(), "Enforce 600000/60");
        let event = |action: &str| (action.to_owned(), "tenant/points".to_owned());
        let expected = [event("rate_limit.set"), event("rate_limit.set"), event("rate_limit.reset")];
        assert_eq!(audited(app).await, expected);
    }

    async fn what_makes_no_sense_is_refused_with_what_to_do(app: &TestApp) {
        for (arguments, reason) in [
            (vec!["set", "tenant", "5/60"], "write SCOPE/UNIT"),
            (vec!["set", "tenant/points", "5"], "write LIMIT/SECONDS"),
            (vec!["set", "role/points"], "give its windows"),
            (vec!["set", "role:king/points", "5/60"], "there is no role king"),
            (vec!["set", "tenant:nowhere/points", "5/60"], "there is no such tenant"),
            (vec!["set", "operation:stratScan/requests", "5/60"], "there is no operation stratScan"),
            (vec!["set", "caller:ada/requests", "5/60"], "has no subject"),
            (vec!["reset", "tenant/points"], "there is no such rate limit"),
        ] {
            let (code, output) = xorb(app, &arguments);
            assert!(code == Some(1) && output.contains(reason), "{arguments:?}: {output}");
        }
        assert_eq!(audited(app).await, []);
    }
}
