//! All settings of a process, read once at start: defaults, file, environment, in this order.

use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;
use toml::{Table, Value};

use super::problems::Problems;
use super::section::{Context, Section};
use super::{
    AdminSettings, AuditSettings, AuthSettings, DatabaseSettings, FederationSettings,
    GraphqlSettings, HttpSettings, JobsSettings, KeysSettings, LogSettings, MailSettings,
    PrivacySettings, QuotaSettings, RateLimitSettings, RedisSettings, Role, ScanSettings,
    SettingsError, TelemetrySettings, TrustedDocumentsSettings, WebSettings, WebhooksSettings,
    environment, layers,
};

/// The commented reference; `xorb config print --reference` and the documentation show it.
pub const REFERENCE: &str = include_str!("../../../deploy/config.default.toml");

/// Keys that say "auto" in the reference: value when embedded, value in production.
const AUTO_VALUES: [(&str, AutoValue, AutoValue); 4] = [
    (
        "auth.open_sign_up",
        AutoValue::Flag(true),
        AutoValue::Flag(false),
    ),
    (
        "graphql.anonymous_introspection",
        AutoValue::Flag(true),
        AutoValue::Flag(false),
    ),
    (
        "graphql.graphiql",
        AutoValue::Flag(true),
        AutoValue::Flag(false),
    ),
    (
        "log.format",
        AutoValue::Text("text"),
        AutoValue::Text("json"),
    ),
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
    pub keys: KeysSettings,
    pub log: LogSettings,
    pub auth: AuthSettings,
    pub mail: MailSettings,
    pub rate_limit: RateLimitSettings,
    pub quotas: QuotaSettings,
    pub graphql: GraphqlSettings,
    pub trusted_documents: TrustedDocumentsSettings,
    pub scan: ScanSettings,
    pub jobs: JobsSettings,
    pub audit: AuditSettings,
    pub privacy: PrivacySettings,
    pub webhooks: WebhooksSettings,
    pub federation: FederationSettings,
    pub telemetry: TelemetrySettings,
}

impl Settings {
    /// Reads all layers. `variables` is the environment, passed in so that tests have their own.
    ///
    /// # Errors
    /// All problems at once, each naming its key; values of URLs are never shown.
    pub fn load(
        role: Role,
        config_path: Option<&Path>,
        variables: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, SettingsError> {
        let mut problems = Problems::default();
        let reference = parse(REFERENCE, "config.default.toml", &mut problems);
        let mut table = reference.clone();
        if let Some(path) = config_path {
            layers::apply(
                &reference,
                &mut table,
                read(path, &mut problems),
                &mut problems,
            );
        }
        environment::apply(&reference, &mut table, variables, &mut problems);
        decide_auto_values(&mut table, role);
        let settings = Self::from_table(role, table, &mut problems);
        settings
            .filter(|_| problems.is_empty())
            .ok_or_else(|| problems.into_error())
    }

    /// The effective settings as TOML; secrets and the passwords of URLs are masked.
    #[must_use]
    pub fn print_masked(&self) -> String {
        toml::to_string_pretty(self)
            .unwrap_or_else(|error| format!("# cannot be printed: {error}\n"))
    }

    /// Section by section, so that a bad value in one does not hide those of the others.
    fn from_table(role: Role, mut table: Table, problems: &mut Problems) -> Option<Self> {
        let data_dir = data_dir(&table, problems);
        let context = Context {
            role,
            data_dir: &data_dir,
        };
        let mut sections = Sections {
            table: &mut table,
            context: &context,
            problems,
        };
        let http = sections.read("http");
        let admin = sections.read("admin");
        let web = sections.read("web");
        let database = sections.read("database");
        let redis = sections.read("redis");
        let keys = sections.read("keys");
        let log = sections.read("log");
        let auth = sections.read("auth");
        let mail = sections.read("mail");
        let rate_limit = sections.read("rate_limit");
        let quotas = sections.read("quotas");
        let graphql = sections.read("graphql");
        let trusted_documents = sections.read("trusted_documents");
        let scan = sections.read("scan");
        let jobs = sections.read("jobs");
        let audit = sections.read("audit");
        let privacy = sections.read("privacy");
        let webhooks = sections.read("webhooks");
        let federation = sections.read("federation");
        let telemetry = sections.read("telemetry");
        Some(Self {
            role,
            http: http?,
            admin: admin?,
            web: web?,
            database: database?,
            redis: redis?,
            keys: keys?,
            log: log?,
            auth: auth?,
            mail: mail?,
            rate_limit: rate_limit?,
            quotas: quotas?,
            graphql: graphql?,
            trusted_documents: trusted_documents?,
            scan: scan?,
            jobs: jobs?,
            audit: audit?,
            privacy: privacy?,
            webhooks: webhooks?,
            federation: federation?,
            telemetry: telemetry?,
            data_dir,
        })
    }
}

fn data_dir(table: &Table, problems: &mut Problems) -> PathBuf {
    let named = table.get("data_dir").and_then(Value::as_str);
    let data_dir = PathBuf::from(named.unwrap_or_default());
    if data_dir.as_os_str().is_empty() {
        problems.add("data_dir", "must name a folder");
    }
    data_dir
}

struct Sections<'a> {
    table: &'a mut Table,
    context: &'a Context<'a>,
    problems: &'a mut Problems,
}

impl Sections<'_> {
    fn read<T: Section + DeserializeOwned>(&mut self, name: &str) -> Option<T> {
        let read: Result<T, _> = self.table.remove(name)?.try_into();
        let mut section = read
            .map_err(|error| {
                self.problems
                    .add(name, error.to_string().trim().replace('\n', " "));
            })
            .ok()?;
        section.complete(self.context, self.problems);
        Some(section)
    }
}

fn read(path: &Path, problems: &mut Problems) -> Table {
    match std::fs::read_to_string(path) {
        Ok(text) => parse(&text, &path.display().to_string(), problems),
        Err(error) => {
            problems.add(
                &path.display().to_string(),
                format_args!("the configuration file cannot be read: {error}"),
            );
            Table::new()
        }
    }
}

/// The parser's own text quotes the line, which may hold a password: only its reason and the line number are shown.
fn parse(text: &str, name: &str, problems: &mut Problems) -> Table {
    text.parse().unwrap_or_else(|error: toml::de::Error| {
        let before = error
            .span()
            .and_then(|span| text.get(..span.start))
            .unwrap_or_default();
        problems.add(
            name,
            format_args!(
                "line {}: {}",
                before.lines().count().max(1),
                error.message()
            ),
        );
        Table::new()
    })
}

fn decide_auto_values(table: &mut Table, role: Role) {
    for (key, embedded, production) in AUTO_VALUES {
        if layers::leaf(table, key).and_then(Value::as_str) == Some(layers::AUTO) {
            let value = match if role.is_embedded() {
                embedded
            } else {
                production
            } {
                AutoValue::Flag(flag) => Value::Boolean(flag),
                AutoValue::Text(text) => Value::String(text.to_owned()),
            };
            layers::set_leaf(table, key, value);
        }
    }
}

#[cfg(test)]
mod tests;
