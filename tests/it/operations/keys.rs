//! `xorb keys`, while the service runs: what was sealed opens, what comes is sealed by the new key, nobody is refused.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::TimeDelta;
use sea_orm::{ConnectionTrait, Statement};
use uuid::Uuid;
use xorb::application::{Application, Sources};
use xorb_domain::Core;
use xorb_domain::crypto::{
    Place, open_for_subject, open_for_tenant, seal_for_subject, seal_for_tenant,
};
use xorb_domain::identity::Actor;
use xorb_domain::rng::SystemRng;
use xorb_domain::tenants::sign_up;

use crate::both_modes;
use crate::harness::{TestApp, XorbProcess};
use crate::identity::fixture::{
    has_event, log_in_owner, request, sign_up_input, tenant, with_token,
};

const PLACE: Place = Place {
    table: "outgoing_mails",
    column: "ciphertext",
};
const ROW: Uuid = Uuid::from_u128(7);

fn xorb(app: &TestApp, arguments: &[&str]) -> (Option<i32>, String) {
    let (status, output) = XorbProcess::start(arguments, &app.stores().environment()).exit();
    (status.code(), output)
}

/// Says what it printed.
#[track_caller]
fn done(app: &TestApp, arguments: &[&str]) -> String {
    let (code, output) = xorb(app, arguments);
    assert_eq!(code, Some(0), "{output}");
    output
}

/// Another process of this installation.
async fn beside(app: &TestApp) -> Application {
    let sources = Sources {
        clock: app.clock.clone(),
        rng: Arc::new(SystemRng::default()),
    };
    let settings = (*app.core().settings).clone();
    Application::build(settings, sources).await.unwrap()
}

/// Something of the tenant and something of its person, sealed by this process.
async fn seal(core: &Core, actor: &Actor) -> [Vec<u8>; 2] {
    let tx = core.db.read(&actor.scope).await.unwrap();
    let subject = actor.subject_id.unwrap();
    [
        seal_for_tenant(&tx, PLACE, ROW, b"the tenant's")
            .await
            .unwrap(),
        seal_for_subject(&tx, subject, PLACE, ROW, b"the person's")
            .await
            .unwrap(),
    ]
}

/// This process opens both.
async fn open(core: &Core, actor: &Actor, sealed: &[Vec<u8>; 2]) {
    let tx = core.db.read(&actor.scope).await.unwrap();
    let subject = actor.subject_id.unwrap();
    let tenants = open_for_tenant(&tx, PLACE, ROW, &sealed[0]).await.unwrap();
    let persons = open_for_subject(&tx, subject, PLACE, ROW, &sealed[1])
        .await
        .unwrap();
    assert_eq!(
        (tenants.as_slice(), persons.as_deref()),
        (&b"the tenant's"[..], Some(&b"the person's"[..]))
    );
}

fn generation(envelope: &[u8]) -> u32 {
    u32::from_be_bytes(envelope[1..5].try_into().unwrap())
}

/// The generations of the master key that wrap keys of this tenant, and signing keys.
async fn masters(app: &TestApp, actor: &Actor) -> Vec<i32> {
    let tx = app.core().db.read(&actor.scope).await.unwrap();
    let sql = "SELECT master_generation FROM tenant_keys WHERE tenant_id = $1 UNION SELECT master_generation FROM signing_keys";
    let statement =
        Statement::from_sql_and_values(tx.dialect().backend(), sql, [tx.tenant_id().into()]);
    let rows = tx.conn().query_all_raw(statement).await.unwrap();
    rows.iter()
        .map(|row| row.try_get("", "master_generation").unwrap())
        .collect()
}

both_modes! {
    async fn a_rotated_master_key_wraps_everything_and_running_processes_go_on(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let other = beside(app).await;
        let old = seal(app.core(), &owner).await;
        assert!(done(app, &["keys", "list"]).contains("generation 1: wraps"));
        let (code, output) = xorb(app, &["keys", "rotate", "master"]);
        assert!(code == Some(1) && output.contains("xorb keys generate"), "{output}");

        assert!(done(app, &["keys", "generate"]).contains("Generation 2"));
        assert_eq!(masters(app, &owner).await, [1]);
        assert!(done(app, &["keys", "rotate", "master"]).contains("generation 2 wraps now"));
        assert_eq!(masters(app, &owner).await, [2]);
        assert!(done(app, &["keys", "list"]).contains("generation 1: wraps 0 keys"));

        // What both remembered is too old by now.
        app.clock.advance(TimeDelta::minutes(6));
        for core in [app.core(), other.core()] {
            open(core, &owner, &old).await;
        }
        let grant = log_in_owner(app, "acme").await;
        assert!(with_token(app, &grant).await.is_ok());
        let newcomer = tenant(app, "newcomer").await.actor;
        assert_eq!(masters(app, &newcomer).await, [2], "who runs already wraps with it too");
        let platform = Actor::system(app.core().platform());
        assert!(has_event(app, &platform, "key.rotated", "success").await);
    }

    async fn nobody_is_refused_while_keys_are_rotated(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let old = seal(app.core(), &owner).await;
        let environment = app.stores().environment();
        let is_done = AtomicBool::new(false);
        let rotations = async {
            let run = move || {
                for arguments in [
                    &["keys", "generate"][..],
                    &["keys", "rotate", "master"],
                    &["keys", "rotate", "tenant", "--all"],
                    &["keys", "rotate", "signing", "--now"],
                ] {
                    let (status, output) = XorbProcess::start(arguments, &environment).exit();
                    assert!(status.success(), "{arguments:?}: {output}");
                }
            };
            tokio::task::spawn_blocking(run).await.unwrap();
            is_done.store(true, Ordering::Relaxed);
        };
        let load = async {
            let mut rounds = 0;
            while !is_done.load(Ordering::Relaxed) {
                rounds += 1;
                // Nothing is remembered for longer than a round.
                app.clock.advance(TimeDelta::minutes(6));
                let grant = log_in_owner(app, "acme").await;
                assert!(with_token(app, &grant).await.is_ok());
                open(app.core(), &owner, &old).await;
                let new = seal(app.core(), &owner).await;
                open(app.core(), &owner, &new).await;
                sign_up(app.core(), &request(), sign_up_input(&format!("round-{rounds}"))).await.unwrap();
            }
            rounds
        };
        let ((), rounds) = tokio::join!(rotations, load);
        assert!(rounds > 1, "{rounds}");
        app.clock.advance(TimeDelta::minutes(6));
        open(app.core(), &owner, &old).await;
        assert_eq!(seal(app.core(), &owner).await.map(|sealed| generation(&sealed))[0], 2);
        assert!(done(app, &["audit", "verify"]).contains("ok      acme"));
    }

    async fn a_process_that_remembers_the_old_key_reads_what_the_new_one_sealed(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let old = seal(app.core(), &owner).await;
        let printed = done(app, &["keys", "rotate", "tenant", "--tenant", "acme"]);
        assert!(printed.contains("acme: generation 2 seals now and wraps the keys of 1 people"), "{printed}");
        let other = beside(app).await;
        let new = seal(other.core(), &owner).await;
        assert_eq!((generation(&old[0]), generation(&new[0])), (1, 2));
        open(app.core(), &owner, &new).await;
        open(other.core(), &owner, &old).await;
        assert!(has_event(app, &owner, "key.rotated", "success").await);
        let (code, output) = xorb(app, &["keys", "rotate", "tenant", "--tenant", "nobody"]);
        assert!(code == Some(1) && output.contains("tenant"), "{output}");
    }

    async fn the_key_of_a_person_who_is_being_erased_is_left_alone(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let tx = app.core().db.write(&owner.scope).await.unwrap();
        let sql = "UPDATE data_subjects SET state = 'erasing' WHERE tenant_id = $1 AND id = $2";
        let values = [owner.scope.tenant_id().into(), owner.subject_id.unwrap().into()];
        tx.execute(sql, values).await.unwrap();
        tx.commit().await.unwrap();
        let printed = done(app, &["keys", "rotate", "tenant", "--all"]);
        assert!(printed.contains("acme: generation 2 seals now and wraps the keys of 0 people"), "{printed}");
    }

    async fn a_key_that_others_have_a_copy_of_is_rotated_on_their_word_only(app: &TestApp) {
        let folder = app.stores().data_dir().join("elsewhere");
        std::fs::create_dir(&folder).unwrap();
        let file = folder.join("master.key");
        std::fs::copy(app.stores().data_dir().join("master.key"), &file).unwrap();
        let mut environment = app.stores().environment();
        environment.push(("XORB__KEYS__MASTER_KEY_FILE", file.display().to_string()));
        let run = |arguments: &[&str]| {
            let (status, output) = XorbProcess::start(arguments, &environment).exit();
            (status.code(), output)
        };
        let (code, output) = run(&["keys", "generate"]);
        assert!(code == Some(0) && output.contains("Restart every process"), "{output}");
        let (code, output) = run(&["keys", "rotate", "master"]);
        assert!(code == Some(2) && output.contains("--known-everywhere"), "{output}");
        let (code, output) = run(&["keys", "rotate", "master", "--known-everywhere"]);
        assert!(code == Some(0) && output.contains("generation 2"), "{output}");
    }
}
