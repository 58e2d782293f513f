//! What somebody with a browser and a mailbox does, and what is left of it in the database.

use crate::harness::{Tenant, TestApp};
use crate::privacy::requests::fixture::Office;
use reqwest::header::HeaderMap;
use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::Value;
use url::form_urlencoded;
use xorb_domain::paging::Page;
use xorb_domain::privacy::{RequestFilter, RequestOrder, RequestView, data_subject_requests};

/// Everything that a request writes into.
pub const TABLES: [&str; 10] = [
    "data_subject_requests",
    "data_subject_request_messages",
    "data_subjects",
    "subject_keys",
    "subject_pids",
    "outgoing_mails",
    "mentions",
    "jobs",
    "audit_events",
    "audit_payloads",
];

/// What a browser shows.
#[derive(Clone, Debug)]
pub struct Shown {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Shown {
    pub async fn of(request: RequestBuilder) -> Self {
        let response = request.send().await.unwrap();
        Self {
            status: response.status(),
            headers: response.headers().clone(),
            text: response.text().await.unwrap(),
        }
    }

    /// All of it that does not count requests or tell the time.
    pub fn comparable(&self) -> (StatusCode, Vec<(String, String)>, String) {
        let counted = ["date", "x-request-id", "ratelimit", "ratelimit-policy"];
        let mut headers: Vec<(String, String)> = self
            .headers
            .iter()
            .filter(|(name, _)| !counted.contains(&name.as_str()))
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
            .collect();
        headers.sort();
        (self.status, headers, self.text.clone())
    }

    #[track_caller]
    pub fn assert_says(&self, status: StatusCode, text: &str) {
        assert_eq!(self.status, status, "{}", self.text);
        assert!(self.text.contains(text), "{}", self.text);
    }
}

pub async fn open(app: &TestApp, path: &str) -> Shown {
    Shown::of(app.anonymous().request(Method::GET, path)).await
}

/// Fills in the form of the tenant and sends it from our own page.
pub async fn ask(app: &TestApp, slug: &str, email: &str) -> Shown {
    ask_with(
        app,
        &format!("/privacy/{slug}/requests"),
        &[("email", email)],
    )
    .await
}

pub async fn ask_with(app: &TestApp, path: &str, fields: &[(&str, &str)]) -> Shown {
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    let request = app
        .anonymous()
        .request(Method::POST, path)
        .header("origin", app.base())
        .header("content-type", "application/x-www-form-urlencoded")
        .body(body);
    Shown::of(request).await
}

/// As a program does.
pub async fn ask_as_program(app: &TestApp, slug: &str, body: &Value) -> Shown {
    let path = format!("/privacy/{slug}/requests");
    Shown::of(app.anonymous().request(Method::POST, &path).json(body)).await
}

/// Presses the button of the page that a link leads to.
pub async fn press(app: &TestApp, link: &str) -> Shown {
    let request = app
        .anonymous()
        .request(Method::POST, link)
        .header("origin", app.base());
    Shown::of(request).await
}

/// The links in all mails to this address, oldest first, without the host. Delivers what is on its way.
pub async fn links(app: &TestApp, email: &str) -> Vec<String> {
    app.run_jobs().await;
    let mails = app.mails_to(&format!("To: {email}"));
    let words = mails.iter().flat_map(|mail| mail.split_whitespace());
    words
        .filter(|word| word.contains("/privacy/confirm?"))
        .map(|link| {
            link.strip_prefix(&app.base())
                .expect("a link to here")
                .to_owned()
        })
        .collect()
}

/// What an officer sees, newest first.
pub async fn seen(office: &Office) -> Vec<RequestView> {
    let reads = office.tenant.reads_of(office.officer.clone());
    let (filter, order) = (RequestFilter::default(), RequestOrder::default());
    let page = Page {
        first: 100,
        after: None,
    };
    let slice = data_subject_requests(&reads, &filter, order, page)
        .await
        .unwrap();
    slice.items.into_iter().map(|(_, view)| view).collect()
}

pub async fn rows(tenant: &Tenant) -> Vec<(&'static str, i64)> {
    let mut counts = Vec::new();
    for table in TABLES {
        counts.push((table, tenant.count(&format!("{table} WHERE 1 = 1")).await));
    }
    counts
}

/// How many rows of each table are new.
pub fn grown(
    before: &[(&'static str, i64)],
    after: &[(&'static str, i64)],
) -> Vec<(&'static str, i64)> {
    let pairs = before.iter().zip(after);
    pairs
        .map(|((table, before), (_, after))| (*table, after - before))
        .collect()
}

/// How many requests the platform's own tenant has.
pub async fn requests_of_the_platform(app: &TestApp) -> i64 {
    let sql = "SELECT count(*) AS count FROM data_subject_requests WHERE tenant_id = $1";
    let tx = app.core().db.read(&app.core().platform()).await.unwrap();
    let rows = tx.query(sql, [tx.tenant_id().into()]).await.unwrap();
    rows[0].try_get("", "count").unwrap()
}
