//! The check of the engine `directory_listing`.

use super::{Check, scores::DETAILS};

pub const CHECKS: &[&Check] = &[&DIRECTORY_LISTING];

pub const DIRECTORY_LISTING: Check = Check {
    id: "http.directory_listing",
    title: "A folder lists its files",
    description: "The web server shows the names of all files in this folder. Visitors find what was never linked.",
    remediation: "Switch listings off, for example autoindex off in nginx or Options -Indexes in Apache.",
    cvss: Some(DETAILS),
};
