//! Mails handed to a mail server: protected, within a deadline, tried again or given up as the server says.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::both_modes;
use crate::harness::{Directory, Manner, Mode, SmtpSink, Speech, Tenant, TestApp};
use crate::identity::fixture::request;
use sea_orm::prelude::Uuid;
use xorb_domain::identity::{
    InviteUser, MailFile, MailToSend, RequestPasswordReset, Role, invite_user,
    request_password_reset,
};
use xorb_domain::jobs::JobError;
use xorb_domain::settings::{MailSettings, MailTls, Settings};
use xorb_entities::tenants::Language;
use xorb_worker::mail::{Form, Message, send_smtp};

fn mail() -> MailToSend {
    MailToSend {
        recipient: "mia@acme.example".to_owned(),
        subject: "Einladung zu Müller".to_owned(),
        body: "Grüß Gott\n\nhttps://xorb.example.org/accept-invitation?token=abc\n\n.\nEnde\n"
            .to_owned(),
        language: Language::De,
        written_at: "2026-01-15T12:00:00Z".parse().unwrap(),
    }
}

fn message(settings: &Settings) -> Message {
    let file = MailFile {
        tenant_id: Uuid::from_u128(1),
        mail_id: Uuid::from_u128(2),
    };
    Message::write(settings, file, &mail(), Form::TextAndHtml).unwrap()
}

/// The settings of an application, with the sink as its mail server.
struct Sending {
    app: TestApp,
    sink: SmtpSink,
    mail: MailSettings,
    _folder: Directory,
}

impl Sending {
    async fn to(speech: Speech, manner: Manner) -> Self {
        let app = TestApp::start(Mode::Embedded).await;
        let sink = SmtpSink::start(speech, manner).await;
        let folder = Directory::new("authority");
        let ca_file: PathBuf = folder.path().join("ca.pem");
        std::fs::write(&ca_file, &sink.authority).unwrap();
        let tls = match speech {
            Speech::Plain => MailTls::None,
            Speech::Starttls => MailTls::Starttls,
            Speech::Tls => MailTls::Required,
        };
        let mail = MailSettings {
            smtp_host: "127.0.0.1".to_owned(),
            smtp_port: sink.port,
            smtp_user: "xorb".to_owned(),
            smtp_password: "the secret of the server".into(),
            tls,
            ca_file,
            from: "XORB <no-reply@xorb.example.org>".to_owned(),
            timeout: Duration::from_secs(5),
        };
        Self {
            app,
            sink,
            mail,
            _folder: folder,
        }
    }

    fn settings(&self) -> Settings {
        Settings {
            mail: self.mail.clone(),
            ..self.app.core().settings.as_ref().clone()
        }
    }

    async fn send(&self, attempt: i32) -> Result<(), JobError> {
        send_smtp(&self.mail, &message(&self.settings()), attempt).await
    }

    async fn finish(self) {
        self.app.finish().await;
    }
}

/// The code of a mail that is given up, or of one that is tried again and after how many minutes.
fn outcome(sent: Result<(), JobError>) -> (&'static str, Option<u64>) {
    match sent.unwrap_err() {
        JobError::Fail { code } => (code, None),
        JobError::Retry { code, after, .. } => (code, after.map(|after| after.as_secs() / 60)),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_mail_arrives_in_text_and_html_over_each_protection() {
    for speech in [Speech::Plain, Speech::Starttls, Speech::Tls] {
        let sending = Sending::to(speech, Manner::Accept).await;
        sending.send(1).await.unwrap();
        let [taken] = &sending.sink.taken()[..] else {
            panic!("one mail");
        };
        assert_eq!(taken.was_encrypted, speech != Speech::Plain);
        assert!(
            taken.from.contains("<no-reply@xorb.example.org>")
                && taken.to.contains("<mia@acme.example>")
        );
        assert!(taken.auth.as_ref().unwrap().starts_with("AUTH PLAIN "));
        for part in [
            "multipart/alternative",
            "text/plain; charset=utf-8",
            "text/html; charset=utf-8",
            "=?UTF-8?B?",
        ] {
            assert!(taken.message.contains(part), "{part} in {}", taken.message);
        }
        assert!(
            taken.message.contains("\r\n.\r\nEnde"),
            "a lone dot is not the end: {}",
            taken.message
        );
        assert!(taken.message.is_ascii());
        sending.finish().await;
    }
}

#[tokio::test]
async fn a_mail_that_is_sent_twice_has_one_message_id() {
    let sending = Sending::to(Speech::Plain, Manner::Vanish).await;
    assert_eq!(
        outcome(sending.send(1).await).0,
        "mail_server_unavailable",
        "nobody knows whether it was taken"
    );
    sending.sink.behave(Manner::Accept);
    sending.send(2).await.unwrap();
    let ids: Vec<String> = sending
        .sink
        .taken()
        .iter()
        .map(|taken| {
            let line = taken
                .message
                .lines()
                .find(|line| line.starts_with("Message-ID: "));
            line.unwrap().to_owned()
        })
        .collect();
    assert_eq!(ids.len(), 2);
    assert_eq!(ids[0], ids[1]);
    sending.finish().await;
}

#[tokio::test]
async fn what_the_server_says_decides_whether_a_mail_is_tried_again() {
    let sending = Sending::to(Speech::Plain, Manner::Accept).await;
    for (command, answer, expected) in [
        (
            "RCPT",
            "550 no such mia@acme.example here",
            ("mail_rejected", None),
        ),
        ("DATA", "554 no", ("mail_rejected", None)),
        ("RCPT", "450 greylisted", ("mail_deferred", Some(1))),
        ("MAIL", "421 closing", ("mail_deferred", Some(1))),
        (
            "MAIL",
            "530 authentication required",
            ("mail_server_unavailable", Some(1)),
        ),
        ("AUTH", "535 wrong", ("mail_server_unavailable", Some(1))),
        ("EHLO", "500 what?", ("mail_server_unavailable", Some(1))),
        ("RCPT", "nonsense", ("mail_server_unavailable", Some(1))),
    ] {
        sending.sink.behave(Manner::Answer(command, answer));
        assert_eq!(
            outcome(sending.send(1).await),
            expected,
            "{command}: {answer}"
        );
    }
    let mut minutes = Vec::new();
    for attempt in 2..=7 {
        minutes.push(outcome(sending.send(attempt).await).1.unwrap());
    }
    assert_eq!(minutes, [5, 15, 30, 60, 120, 120]);
    assert!(sending.sink.taken().is_empty());
    sending.finish().await;
}

#[tokio::test]
async fn a_server_that_drips_costs_no_more_than_the_deadline() {
    let mut sending = Sending::to(Speech::Plain, Manner::Drip).await;
    sending.mail.timeout = Duration::from_secs(1);
    let began = Instant::now();
    assert_eq!(
        outcome(sending.send(1).await),
        ("mail_server_unavailable", Some(1))
    );
    assert!(
        began.elapsed() < Duration::from_secs(5),
        "{:?}",
        began.elapsed()
    );
    sending.finish().await;
}

#[tokio::test]
async fn nothing_is_said_to_a_server_that_is_not_protected_as_it_must_be() {
    let mut sending = Sending::to(Speech::Tls, Manner::Accept).await;
    sending.mail.ca_file = PathBuf::new();
    assert_eq!(
        outcome(sending.send(1).await).0,
        "mail_server_unavailable",
        "nobody vouches for its certificate"
    );
    assert!(sending.sink.taken().is_empty());
    sending.finish().await;

    let mut sending = Sending::to(Speech::Plain, Manner::Accept).await;
    sending.mail.tls = MailTls::Starttls;
    assert_eq!(
        outcome(sending.send(1).await).0,
        "mail_server_unavailable",
        "it offers no STARTTLS"
    );
    assert!(sending.sink.taken().is_empty());
    sending.finish().await;
}

#[tokio::test]
async fn an_application_with_a_mail_server_writes_no_file() {
    let sink = SmtpSink::start(Speech::Plain, Manner::Accept).await;
    let port = sink.port.to_string();
    let variables = [
        ("XORB__MAIL__SMTP_HOST", "127.0.0.1"),
        ("XORB__MAIL__SMTP_PORT", port.as_str()),
        ("XORB__MAIL__TLS", "none"),
    ];
    let app = TestApp::start_with(Mode::Embedded, &variables).await;
    let tenant = Tenant::sign_up(&app, "acme").await;
    let input = InviteUser {
        email: "mia@acme.example".to_owned(),
        roles: vec![Role::Viewer],
        idempotency_key: None,
    };
    invite_user(&tenant.core, &tenant.owner, input)
        .await
        .unwrap();
    app.run_jobs().await;
    let [taken] = &sink.taken()[..] else {
        panic!("one mail");
    };
    assert!(taken.to.contains("<mia@acme.example>"));
    assert!(
        taken.message.contains("Invitation to acme"),
        "{}",
        taken.message
    );
    assert!(app.mails_to("mia@acme.example").is_empty());
    sink.behave(Manner::Answer("RCPT", "550 unknown"));
    let input = RequestPasswordReset {
        tenant_slug: "acme".to_owned(),
        email: "owner@acme.example".to_owned(),
    };
    request_password_reset(&tenant.core, &request(), input)
        .await
        .unwrap();
    app.run_jobs().await;
    assert_eq!(tenant.count("outgoing_mails WHERE state = 'sent'").await, 1);
    assert_eq!(
        tenant.count("outgoing_mails WHERE state = 'failed'").await,
        1,
        "given up at once"
    );
    app.finish().await;
}

both_modes! {
    async fn without_a_mail_server_mails_are_files(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let input = InviteUser { email: "mia@acme.example".to_owned(), roles: vec![Role::Viewer], idempotency_key: None };
        invite_user(&tenant.core, &tenant.owner, input).await.unwrap();
        app.run_jobs().await;
        assert_eq!(app.mails_to("mia@acme.example").len(), 1);
    }
}
