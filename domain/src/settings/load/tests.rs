//! Layers, refusals and masks, through `Settings::load`.

use super::*;

fn load(role: Role, variables: &[(&str, &str)]) -> Result<Settings, SettingsError> {
    let variables = variables
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Settings::load(role, None, variables.collect::<Vec<_>>())
}

fn problems(variables: &[(&str, &str)]) -> String {
    load(Role::Embedded, variables).unwrap_err().to_string()
}

fn load_file(text: &str, variables: &[(&str, &str)]) -> Result<Settings, SettingsError> {
    let file = ScratchFile::new(text);
    let variables = variables
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Settings::load(Role::Embedded, Some(&file.0), variables.collect::<Vec<_>>())
}

struct ScratchFile(PathBuf);

impl ScratchFile {
    fn new(text: &str) -> Self {
        static NEXT: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
        let number = NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let path =
            std::env::temp_dir().join(format!("xorb-settings-{}-{number}", std::process::id()));
        std::fs::write(&path, text).unwrap();
        Self(path)
    }
}

impl Drop for ScratchFile {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

#[test]
fn the_reference_alone_is_a_valid_embedded_configuration() {
    let settings = load(Role::Embedded, &[]).unwrap();
    assert_eq!(settings.http.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(
        settings.database.url.expose(),
        "sqlite://./data/xorb.db?mode=rwc"
    );
    assert_eq!(
        settings.database.migration_url.expose(),
        settings.database.url.expose()
    );
    assert!(settings.auth.open_sign_up);
    assert!(!settings.scan.allow_private_targets);
}

#[test]
fn the_reference_names_exactly_the_keys_that_exist() {
    let printed: Table = load(Role::Embedded, &[])
        .unwrap()
        .print_masked()
        .parse()
        .unwrap();
    let reference: Table = REFERENCE.parse().unwrap();
    let sorted = |table: &Table| {
        layers::keys(table)
            .into_iter()
            .collect::<std::collections::BTreeSet<_>>()
    };
    assert_eq!(sorted(&printed), sorted(&reference));
}

#[test]
fn the_environment_wins_over_the_file_and_the_file_over_the_defaults() {
    let file = "[http]\nlisten = \"127.0.0.1:0\"\nthreads = 3\n[jobs.concurrency]\nscan = 9\n";
    let settings = load_file(file, &[("XORB__HTTP__THREADS", "5"), ("OTHER", "ignored")]).unwrap();
    assert_eq!(settings.http.listen.port(), 0);
    assert_eq!(settings.http.threads, 5);
    assert_eq!(settings.jobs.concurrency.scan, 9);
    assert_eq!(settings.jobs.concurrency.erasure, 2);
}

#[test]
fn sign_up_is_closed_in_production_unless_opened() {
    let production = [
        ("XORB__DATABASE__URL", "postgres://db/xorb"),
        ("XORB__REDIS__URL", "redis://redis"),
    ];
    assert!(!load(Role::Api, &production).unwrap().auth.open_sign_up);
    let opened = [
        production[0],
        production[1],
        ("XORB__AUTH__OPEN_SIGN_UP", "true"),
    ];
    assert!(load(Role::Api, &opened).unwrap().auth.open_sign_up);
}

#[test]
fn production_roles_need_postgresql_and_redis() {
    let text = load(Role::Worker, &[]).unwrap_err().to_string();
    assert!(
        text.contains("database.url: `xorb worker` needs PostgreSQL"),
        "{text}"
    );
    assert!(
        text.contains("redis.url: `xorb worker` needs Redis"),
        "{text}"
    );
}

#[test]
fn an_unknown_key_is_refused_with_the_nearest_one() {
    let text = load_file("[http]\nlisten_on = \"x\"\nlistn = \"127.0.0.1:1\"\n", &[])
        .unwrap_err()
        .to_string();
    assert!(
        text.contains("http.listn: unknown key; did you mean http.listen?"),
        "{text}"
    );
    assert!(text.contains("http.listen_on: unknown key"), "{text}");
    let text = problems(&[("XORB__HTTP__LISTN", "127.0.0.1:1")]);
    assert!(
        text.contains("XORB__HTTP__LISTN: unknown setting. Did you mean XORB__HTTP__LISTEN?"),
        "{text}"
    );
    assert!(
        problems(&[("XORB__LISTEN", "x")]).contains("XORB__"),
        "the right name in the wrong section"
    );
    assert!(problems(&[("XORB__HTTP", "x")]).contains("XORB__HTTP: unknown setting"));
}

#[test]
fn all_problems_are_reported_at_once() {
    let error = load(
        Role::Embedded,
        &[
            ("XORB__HTTP__LISTEN", "everywhere"),
            ("XORB__HTTP__THREADS", "many"),
            ("XORB__HTTP__TRUSTED_PROXIES", "10.0.0.0/8"),
            ("XORB__REDIS__URL", "http://nope:s3cret@redis"),
            ("XORB__AUTH__SESSION_IDLE_MINUTES", "61"),
            ("XORB__RATE_LIMIT__MODE", "sometimes"),
            ("XORB__NOPE", "1"),
        ],
    )
    .unwrap_err();
    assert_eq!(error.problems().len(), 6, "{error}");
    assert!(!error.to_string().contains("s3cret"));
}

#[test]
fn lists_come_as_comma_separated_text() {
    let settings = load(
        Role::Embedded,
        &[
            ("XORB__HTTP__TRUSTED_PROXIES", "10.0.0.0/8, ::1"),
            ("XORB__JOBS__BACK_OFF_SECONDS__SCAN", "1,2,3"),
        ],
    )
    .unwrap();
    for trusted in ["10.1.2.3", "::ffff:10.1.2.3", "::1"] {
        assert!(settings.http.trusts(trusted.parse().unwrap()), "{trusted}");
    }
    assert!(!settings.http.trusts("192.0.2.1".parse().unwrap()));
    assert_eq!(settings.jobs.back_off_seconds.scan, [1, 2, 3]);
}

#[test]
fn a_url_may_come_from_a_file_but_not_from_both() {
    let file = ScratchFile::new("postgres://xorb:s3cret@db/xorb\n");
    let path = file.0.to_str().unwrap();
    let settings = load(Role::Embedded, &[("XORB__DATABASE__URL_FILE", path)]).unwrap();
    assert_eq!(
        settings.database.url.expose(),
        "postgres://xorb:s3cret@db/xorb"
    );
    let text = problems(&[
        ("XORB__DATABASE__URL_FILE", path),
        ("XORB__DATABASE__URL", "postgres://db/xorb"),
    ]);
    assert!(text.contains("keep one of the two"), "{text}");
    assert!(problems(&[("XORB__DATABASE__URL_FILE", "/nowhere")]).contains("cannot be read"));
}

#[test]
fn passwords_are_masked_when_the_settings_are_printed() {
    let settings = load(
        Role::Embedded,
        &[("XORB__DATABASE__URL", "postgres://xorb:s3cret@db/xorb")],
    )
    .unwrap();
    assert!(!settings.print_masked().contains("s3cret"));
    assert!(!format!("{settings:?}").contains("s3cret"));
}

#[test]
fn a_broken_file_names_its_line_and_not_its_contents() {
    let text = load_file("[database]\nurl = \"postgres://xorb:s3cret@db\n", &[])
        .unwrap_err()
        .to_string();
    assert!(
        text.contains("line 2") && !text.contains("s3cret"),
        "{text}"
    );
    let text = load_file("[http]\nlisten = 8080\n", &[])
        .unwrap_err()
        .to_string();
    assert!(
        text.contains("http.listen: expected text, found integer"),
        "{text}"
    );
}
