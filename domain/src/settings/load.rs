//! All settings of a process, read once at start: defaults, file, environment, in this order.

use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;
use toml::{Table, Value};

use super::problems::Problems;
use super::{
    AdminSettings, AuditSettings, AuthSettings, DatabaseSettings, GraphqlSettings, HttpSettings, JobsSettings, LogSettings, RateLimitSettings,
    RedisSettings, Role, ScanSettings, SettingsError, WebSettings, environment, layers,
};

/// The commented reference; `xorb config print --reference` and the documentation show it.
pub const REFERENCE: &str = include_str!("../../../deploy/config.default.toml");

/// Keys that say "auto" in the reference: value when embedded, value in production.
const AUTO_VALUES: [(&str, AutoValue, AutoValue); 4] = [
    ("auth.open_sign_up", AutoValue::Flag(true), AutoValue::Flag(false)),
    ("graphql.anonymous_introspection", AutoValue::Flag(true), AutoValue::Flag(false)),
    ("graphql.graphiql", AutoValue::Flag(true), AutoValue::Flag(false)),
    ("log.format", AutoValue::Text("text"), AutoValue::Text("json")),
];

#[derive(Clone, Copy)]
enum AutoValue {
    Flag(bool),
    Text(&'static str),
}

#[derive(Clone, Debug, Serialize)]
pub struct Settings {
    /// Not a setting: how this process was started.
    #[serde(skip)]
    pub role: Role,
    pub data_dir: PathBuf,
    pub http: HttpSettings,
    pub admin: AdminSettings,
    pub web: WebSettings,
    pub database: DatabaseSettings,
    pub redis: RedisSettings,
    pub log: LogSettings,
    pub auth: AuthSettings,
    pub rate_limit: RateLimitSettings,
    pub graphql: GraphqlSettings,
    pub scan: ScanSettings,
    pub jobs: JobsSettings,
    pub audit: AuditSettings,
}

impl Settings {
    /// Reads all layers. `variables` is the environment, passed in so that tests have their own.
    ///
    /// # Errors
    /// All problems at once, each naming its key; values of URLs are never shown.
    pub fn load(role: Role, config_path: Option<&Path>, variables: impl IntoIterator<Item = (String, String)>) -> Result<Self, SettingsError> {
        let mut problems = Problems::default();
        let reference = parse(REFERENCE, "config.default.toml", &mut problems);
        let mut table = reference.clone();
        if let Some(path) = config_path {
            layers::apply(&reference, &mut table, read(path, &mut problems), &mut problems);
        }
        environment::apply(&reference, &mut table, variables, &mut problems);
        decide_auto_values(&mut table, role);
        let settings = Self::from_table(role, table, &mut problems);
        settings.filter(|_| problems.is_empty()).ok_or_else(|| problems.into_error())
    }

    /// The effective settings as TOML; secrets and the passwords of URLs are masked.
    #[must_use]
    pub fn print_masked(&self) -> String {
        toml::to_string_pretty(self).unwrap_or_else(|error| format!("# cannot be printed: {error}\n"))
    }

    /// Section by section, so that a bad value in one does not hide those of the others.
    fn from_table(role: Role, mut table: Table, problems: &mut Problems) -> Option<Self> {
        let data_dir = section(&mut table, "data_dir", problems);
        let http = section(&mut table, "http", problems);
        let admin = section(&mut table, "admin", problems);
        let web = section(&mut table, "web", problems);
        let database = section(&mut table, "database", problems);
        let redis = section(&mut table, "redis", problems);
        let log = section(&mut table, "log", problems);
        let auth = section(&mut table, "auth", problems);
        let rate_limit = section(&mut table, "rate_limit", problems);
        let graphql = section(&mut table, "graphql", problems);
        let scan = section(&mut table, "scan", problems);
        let jobs = section(&mut table, "jobs", problems);
        let audit = section(&mut table, "audit", problems);
        let mut settings = Self {
            role,
            data_dir: data_dir?,
            http: http?,
            admin: admin?,
            web: web?,
            database: database?,
            redis: redis?,
            log: log?,
            auth: auth?,
            rate_limit: rate_limit?,
            graphql: graphql?,
            scan: scan?,
            jobs: jobs?,
            audit: audit?,
        };
        settings.database.fill_in(&settings.data_dir);
        settings.check(problems);
        Some(settings)
    }

    fn check(&mut self, problems: &mut Problems) {
        if self.data_dir.as_os_str().is_empty() {
            problems.add("data_dir", "must name a folder");
        }
        self.http.check(problems);
        self.web.check(problems);
        self.database.check(self.role, problems);
        self.redis.check(self.role, problems);
        self.log.check(problems);
        self.auth.check(problems);
        self.rate_limit.check(problems);
        self.graphql.check(problems);
        self.scan.check(problems);
        self.jobs.check(problems);
        self.audit.check(problems);
    }
}

fn section<T: DeserializeOwned>(table: &mut Table, name: &str, problems: &mut Problems) -> Option<T> {
    let value = table.remove(name)?;
    value.try_into().map_err(|error: toml::de::Error| problems.add(name, error.to_string().trim().replace('\n', " "))).ok()
}

fn read(path: &Path, problems: &mut Problems) -> Table {
    match std::fs::read_to_string(path) {
        Ok(text) => parse(&text, &path.display().to_string(), problems),
        Err(error) => {
            problems.add(&path.display().to_string(), format_args!("the configuration file cannot be read: {error}"));
            Table::new()
        }
    }
}

/// The parser's own text quotes the line, which may hold a password: only its reason and the line number are shown.
fn parse(text: &str, name: &str, problems: &mut Problems) -> Table {
    text.parse().unwrap_or_else(|error: toml::de::Error| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        problems.add(name, format_args!("line {}: {}", before.lines().count().max(1), error.message()));
        Table::new()
    })
}

fn decide_auto_values(table: &mut Table, role: Role) {
    for (key, embedded, production) in AUTO_VALUES {
        if layers::leaf(table, key).and_then(Value::as_str) == Some(layers::AUTO) {
            let value = match if role.is_embedded() { embedded } else { production } {
                AutoValue::Flag(flag) => Value::Boolean(flag),
                AutoValue::Text(text) => Value::String(text.to_owned()),
            };
            layers::set_leaf(table, key, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(role: Role, variables: &[(&str, &str)]) -> Result<Settings, SettingsError> {
        let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Settings::load(role, None, variables.collect::<Vec<_>>())
    }

    fn problems(variables: &[(&str, &str)]) -> String {
        load(Role::Embedded, variables).unwrap_err().to_string()
    }

    fn load_file(text: &str, variables: &[(&str, &str)]) -> Result<Settings, SettingsError> {
        let file = ScratchFile::new(text);
        let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Settings::load(Role::Embedded, Some(&file.0), variables.collect::<Vec<_>>())
    }

    struct ScratchFile(PathBuf);

    impl ScratchFile {
        fn new(text: &str) -> Self {
            static NEXT: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
            let number = NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            let path = std::env::temp_dir().join(format!("xorb-settings-{}-{number}", std::process::id()));
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
        assert_eq!(settings.database.url.expose(), "sqlite://./data/xorb.db?mode=rwc");
        assert_eq!(settings.database.migration_url.expose(), settings.database.url.expose());
        assert!(settings.auth.open_sign_up);
        assert!(!settings.scan.allow_private_targets);
    }

    #[test]
    fn the_reference_names_exactly_the_keys_that_exist() {
        let printed: Table = load(Role::Embedded, &[]).unwrap().print_masked().parse().unwrap();
        let reference: Table = REFERENCE.parse().unwrap();
        let sorted = |table: &Table| layers::keys(table).into_iter().collect::<std::collections::BTreeSet<_>>();
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
        let production = [("XORB__DATABASE__URL", "postgres://db/xorb"), ("XORB__REDIS__URL", "redis://redis")];
        assert!(!load(Role::Api, &production).unwrap().auth.open_sign_up);
        let opened = [production[0], production[1], ("XORB__AUTH__OPEN_SIGN_UP", "true")];
        assert!(load(Role::Api, &opened).unwrap().auth.open_sign_up);
    }

    #[test]
    fn production_roles_need_postgresql_and_redis() {
        let text = load(Role::Worker, &[]).unwrap_err().to_string();
        assert!(text.contains("database.url: `xorb worker` needs PostgreSQL"), "{text}");
        assert!(text.contains("redis.url: `xorb worker` needs Redis"), "{text}");
    }

    #[test]
    fn an_unknown_key_is_refused_with_the_nearest_one() {
        let text = load_file("[http]\nlisten_on = \"x\"\nlistn = \"127.0.0.1:1\"\n", &[]).unwrap_err().to_string();
        assert!(text.contains("http.listn: unknown key; did you mean http.listen?"), "{text}");
        assert!(text.contains("http.listen_on: unknown key"), "{text}");
        let text = problems(&[("XORB__HTTP__LISTN", "127.0.0.1:1")]);
        assert!(text.contains("XORB__HTTP__LISTN: unknown setting. Did you mean XORB__HTTP__LISTEN?"), "{text}");
        assert!(problems(&[("XORB__LISTEN", "x")]).contains("XORB__"), "the right name in the wrong section");
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
        assert_eq!(error.problems().len(), 4, "{error}");
        assert!(!error.to_string().contains("s3cret"));
    }

    #[test]
    fn lists_come_as_comma_separated_text() {
        let settings = load(
            Role::Embedded,
            &[("XORB__HTTP__TRUSTED_PROXIES", "10.0.0.0/8, ::1"), ("XORB__JOBS__BACK_OFF_SECONDS__SCAN", "1,2,3")],
        )
        .unwrap();
        assert_eq!(settings.http.trusted_proxies.len(), 2);
        assert_eq!(settings.jobs.back_off_seconds.scan, [1, 2, 3]);
    }

    #[test]
    fn a_url_may_come_from_a_file_but_not_from_both() {
        let file = ScratchFile::new("postgres://xorb:s3cret@db/xorb\n");
        let path = file.0.to_str().unwrap();
        let settings = load(Role::Embedded, &[("XORB__DATABASE__URL_FILE", path)]).unwrap();
        assert_eq!(settings.database.url.expose(), "postgres://xorb:s3cret@db/xorb");
        let text = problems(&[("XORB__DATABASE__URL_FILE", path), ("XORB__DATABASE__URL", "postgres://db/xorb")]);
        assert!(text.contains("keep one of the two"), "{text}");
        assert!(problems(&[("XORB__DATABASE__URL_FILE", "/nowhere")]).contains("cannot be read"));
    }

    #[test]
    fn passwords_are_masked_when_the_settings_are_printed() {
        let settings = load(Role::Embedded, &[("XORB__DATABASE__URL", "postgres://xorb:s3cret@db/xorb")]).unwrap();
        assert!(!settings.print_masked().contains("s3cret"));
        assert!(!format!("{settings:?}").contains("s3cret"));
    }

    #[test]
    fn a_broken_file_names_its_line_and_not_its_contents() {
        let text = load_file("[database]\nurl = \"postgres://xorb:s3cret@db\n", &[]).unwrap_err().to_string();
        assert!(text.contains("line 2") && !text.contains("s3cret"), "{text}");
        let text = load_file("[http]\nlisten = 8080\n", &[]).unwrap_err().to_string();
        assert!(text.contains("http.listen: expected text, found integer"), "{text}");
    }
}
