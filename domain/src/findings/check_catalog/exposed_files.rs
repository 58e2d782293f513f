//! Checks of the engine `exposed_files`: files that were never meant to be served.

use super::{
    Check,
    scores::{CREDENTIALS, DATA, DETAILS},
};

pub const CHECKS: &[&Check] = &[
    &VERSION_CONTROL,
    &ENVIRONMENT_FILE,
    &CREDENTIAL_FILE,
    &PRIVATE_KEY,
    &BACKUP,
    &DATABASE_DUMP,
    &CONFIGURATION_COPY,
    &STATUS_PAGE,
];

pub const VERSION_CONTROL: Check = Check {
    id: "exposed.version_control",
    title: "The version control folder is served",
    description: "Files of a .git, .svn or .hg folder can be fetched. From them, the whole source code with its history can be rebuilt, often with credentials in it.",
    remediation: "Deny access to the folder in the web server, deploy without it, and change every credential that was ever committed.",
    cvss: Some(DATA),
};

pub const ENVIRONMENT_FILE: Check = Check {
    id: "exposed.environment_file",
    title: "An environment file is served",
    description: "A .env file can be fetched. Such files hold passwords and keys of the application.",
    remediation: "Move the file out of the web root, deny access to dot files, and change every credential in it.",
    cvss: Some(CREDENTIALS),
};

pub const CREDENTIAL_FILE: Check = Check {
    id: "exposed.credential_file",
    title: "A file with credentials is served",
    description: "A file with access keys or password hashes can be fetched.",
    remediation: "Remove the file from the web root and change every credential in it.",
    cvss: Some(CREDENTIALS),
};

pub const PRIVATE_KEY: Check = Check {
    id: "exposed.private_key",
    title: "A private key is served",
    description: "A private key can be fetched. Whoever has it can log in, sign or decrypt with it.",
    remediation: "Remove the file from the web root, replace the key and revoke what was issued for it.",
    cvss: Some(CREDENTIALS),
};

pub const BACKUP: Check = Check {
    id: "exposed.backup",
    title: "A backup archive is served",
    description: "An archive with the name of a backup can be fetched. It may hold source code, configuration and data.",
    remediation: "Remove the archive from the web root and keep backups where no web server reaches.",
    cvss: Some(DATA),
};

pub const DATABASE_DUMP: Check = Check {
    id: "exposed.database_dump",
    title: "A database dump is served",
    description: "A dump of a database can be fetched, with whatever personal data and password hashes it holds.",
    remediation: "Remove the dump from the web root, and treat its contents as published.",
    cvss: Some(DATA),
};

pub const CONFIGURATION_COPY: Check = Check {
    id: "exposed.configuration_copy",
    title: "A copy of a configuration file is served",
    description: "A copy of a configuration file, as editors and people leave them, is served as text. It shows credentials that the original would not.",
    remediation: "Remove the copy from the web root and change every credential in it.",
    cvss: Some(CREDENTIALS),
};

pub const STATUS_PAGE: Check = Check {
    id: "exposed.status_page",
    title: "A status or diagnosis page is served",
    description: "A page with the inner state of the server can be fetched: requests of other visitors, versions, paths, settings.",
    remediation: "Permit the page for administrative addresses only, or switch it off.",
    cvss: Some(DETAILS),
};
