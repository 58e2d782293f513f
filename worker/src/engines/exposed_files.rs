//! Files that were never meant to be served, each recognised by its content. Evidence names what lies open, never what it says.

use xorb_domain::findings::{
    Check,
    check_catalog::exposed_files::{
        BACKUP, CONFIGURATION_COPY, CREDENTIAL_FILE, DATABASE_DUMP, ENVIRONMENT_FILE, PRIVATE_KEY,
        STATUS_PAGE, VERSION_CONTROL,
    },
};

use super::{
    StepInput,
    content_probe::{self, ContentProbe},
    file_signatures as signature,
    observations::Observations,
};

const fn probe(
    check: &'static Check,
    path: &'static str,
    signature: fn(&[u8]) -> Option<String>,
) -> ContentProbe {
    ContentProbe {
        check,
        path,
        signature,
    }
}

const PROBES: &[ContentProbe] = &[
    probe(&VERSION_CONTROL, "/.git/HEAD", signature::git_head),
    probe(&VERSION_CONTROL, "/.svn/wc.db", signature::sqlite),
    probe(&VERSION_CONTROL, "/.hg/requires", signature::mercurial),
    probe(&ENVIRONMENT_FILE, "/.env", signature::environment),
    probe(&ENVIRONMENT_FILE, "/.env.local", signature::environment),
    probe(
        &ENVIRONMENT_FILE,
        "/.env.production",
        signature::environment,
    ),
    probe(
        &CREDENTIAL_FILE,
        "/.aws/credentials",
        signature::aws_credentials,
    ),
    probe(
        &CREDENTIAL_FILE,
        "/.git-credentials",
        signature::git_credentials,
    ),
    probe(&CREDENTIAL_FILE, "/.htpasswd", signature::password_hashes),
    probe(&PRIVATE_KEY, "/.ssh/id_rsa", signature::private_key),
    probe(&PRIVATE_KEY, "/id_rsa", signature::private_key),
    probe(&PRIVATE_KEY, "/server.key", signature::private_key),
    probe(&BACKUP, "/backup.zip", signature::archive),
    probe(&BACKUP, "/backup.tar.gz", signature::archive),
    probe(&BACKUP, "/site.zip", signature::archive),
    probe(&DATABASE_DUMP, "/backup.sql", signature::sql),
    probe(&DATABASE_DUMP, "/database.sql", signature::sql),
    probe(&DATABASE_DUMP, "/db.sql", signature::sql),
    probe(&DATABASE_DUMP, "/dump.sql", signature::sql),
    probe(
        &CONFIGURATION_COPY,
        "/config.php.bak",
        signature::php_source,
    ),
    probe(
        &CONFIGURATION_COPY,
        "/wp-config.php.bak",
        signature::php_source,
    ),
    probe(
        &CONFIGURATION_COPY,
        "/wp-config.php~",
        signature::php_source,
    ),
    probe(
        &CONFIGURATION_COPY,
        "/web.config.bak",
        signature::web_config,
    ),
    probe(&STATUS_PAGE, "/server-status", signature::apache_status),
    probe(&STATUS_PAGE, "/nginx_status", signature::nginx_status),
    probe(&STATUS_PAGE, "/phpinfo.php", signature::phpinfo),
    probe(&STATUS_PAGE, "/info.php", signature::phpinfo),
    probe(&STATUS_PAGE, "/actuator/env", signature::actuator),
];

pub(super) async fn run(input: &StepInput<'_>) -> Observations {
    content_probe::run(input, PROBES, |name| format!("/{name}.txt")).await
}
