//! Folders that list their files, recognised by the pages that web servers make for them.

use xorb_domain::findings::check_catalog::directory_listing::DIRECTORY_LISTING;

use super::{
    StepInput,
    content_probe::{self, ContentProbe},
    observations::Observations,
};

/// Where listings are usually forgotten.
const FOLDERS: &[&str] = &[
    "/",
    "/assets/",
    "/backup/",
    "/backups/",
    "/data/",
    "/docs/",
    "/download/",
    "/downloads/",
    "/files/",
    "/images/",
    "/img/",
    "/logs/",
    "/media/",
    "/static/",
    "/tmp/",
    "/uploads/",
];

/// Beginnings of generated pages, in lower case: nginx, Apache and lighttpd; Python; Jetty and Tomcat; IIS; Express.
const MARKS: &[&str] = &[
    "<title>index of /",
    "<h1>index of /",
    "<title>directory listing for /",
    "<title>directory: /",
    "[to parent directory]",
    "<title>listing directory /",
];

/// The mark stands at the beginning.
const SEARCHED_BYTES: usize = 4 * 1024;

/// Some names prove the point; the rest is the owner's business.
const MAX_NAMES: usize = 10;

pub(super) async fn run(input: &StepInput<'_>) -> Observations {
    let probes: Vec<ContentProbe> = FOLDERS
        .iter()
        .map(|path| ContentProbe {
            check: &DIRECTORY_LISTING,
            path,
            signature: listing,
        })
        .collect();
    content_probe::run(input, &probes, |name| format!("/{name}/")).await
}

fn listing(body: &[u8]) -> Option<String> {
    let start = body.get(..SEARCHED_BYTES).unwrap_or(body);
    let start = String::from_utf8_lossy(start).into_owned();
    let lower = start.to_ascii_lowercase();
    MARKS.iter().find(|mark| lower.contains(**mark))?;
    let links = start
        .split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next());
    let names: Vec<&str> = links
        .filter(|name| !name.starts_with(['?', '/', '.']))
        .take(MAX_NAMES)
        .collect();
    Some(format!(
        "A generated listing with, among others: {}",
        names.join(", ")
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generated_listings_are_recognised_with_their_names() {
        let nginx = b"<html>\r\n<head><title>Index of /files/</title></head>\r\n<body><h1>Index of /files/</h1><hr><pre><a href=\"../\">../</a>\r\n<a href=\"plan.pdf\">plan.pdf</a>";
        assert_eq!(
            listing(nginx).unwrap(),
            "A generated listing with, among others: plan.pdf"
        );
        let python = b"<!DOCTYPE HTML><title>Directory listing for /files/</title>";
        assert!(listing(python).is_some());
    }

    #[test]
    fn an_article_about_listings_is_none() {
        assert_eq!(
            listing(b"<title>How to switch off Index of / pages</title>"),
            None
        );
        assert_eq!(listing(b""), None);
    }
}
