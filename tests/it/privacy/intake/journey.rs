//! From the form to the officer's list, in both languages.

use super::fixture::{ask, ask_as_program, ask_with, links, open, press, seen};
use crate::both_modes;
use crate::privacy::requests::fixture::{Office, VIEWER};
use chrono::TimeDelta;
use reqwest::StatusCode;
use serde_json::json;
use xorb_entities::privacy::{IdentificationMethod, RequestChannel, RequestState};
use xorb_entities::tenants::Language;

struct Said {
    language: Language,
    form: &'static str,
    received: &'static str,
    subject: &'static str,
    button: &'static str,
    confirmed: &'static str,
}

const SAID: [Said; 2] = [
    Said {
        language: Language::En,
        form: "Have your data erased",
        received: "We have received your request",
        subject: "Subject: Please confirm your request for erasure",
        button: "Yes, erase my data",
        confirmed: "Your request is confirmed",
    },
    Said {
        language: Language::De,
        form: "Ihre Daten löschen lassen",
        received: "Ihr Anliegen ist eingegangen",
        subject: "Jemand hat mit dieser Adresse",
        button: "Ja, meine Daten löschen",
        confirmed: "Ihr Anliegen ist bestätigt",
    },
];

both_modes! {
    async fn somebody_asks_confirms_by_mail_and_an_officer_sees_the_plan(app: &TestApp) {
        let office = Office::open(app).await;
        for (said, code) in SAID.iter().zip(["en", "de"]) {
            // Mails of the same instant have no order.
            app.clock.advance(TimeDelta::seconds(1));
            let page = open(app, &format!("/privacy/office?lang={code}")).await;
            page.assert_says(StatusCode::OK, said.form);
            let path = format!("/privacy/office/requests?lang={code}");
            assert!(page.text.contains(&format!("action=\"{path}\"")), "{}", page.text);
            let answer = ask_with(app, &path, &[("email", VIEWER), ("note", "I left in May.")]).await;
            answer.assert_says(StatusCode::OK, said.received);
            let received = seen(&office).await.remove(0);
            assert_eq!((received.state, received.channel), (RequestState::Verifying, RequestChannel::PublicIntake));
            assert_eq!((received.language, received.plan.is_none()), (said.language, true));

            let link = links(app, VIEWER).await.pop().unwrap();
            assert!(app.mails_to(VIEWER).pop().unwrap().contains(said.subject));
            app.clock.advance(TimeDelta::minutes(3));
            open(app, &link).await.assert_says(StatusCode::OK, said.button);
            press(app, &link).await.assert_says(StatusCode::OK, said.confirmed);
            let planned = office.now(&received).await;
            assert_eq!(planned.state, RequestState::Planned);
            assert_eq!(planned.verification_method, Some(IdentificationMethod::MailChallenge));
            assert_eq!((planned.received_at, planned.due_at), (received.received_at, received.due_at), "from receipt");
            let plan = planned.plan.unwrap().plan;
            assert!(plan.items.iter().any(|item| item.location == "users" && item.rows == 1), "{plan:?}");
            assert_eq!(office.tenant.audited("request.verified", "success").await, if code == "en" { 1 } else { 2 });
            app.run_jobs().await;
        }
    }

    async fn who_is_not_known_is_planned_as_well(app: &TestApp) {
        let office = Office::open(app).await;
        ask(app, "office", "nobody@elsewhere.example").await;
        let link = links(app, "nobody@elsewhere.example").await.pop().unwrap();
        press(app, &link).await.assert_says(StatusCode::OK, "Your request is confirmed");
        let planned = seen(&office).await.remove(0);
        assert_eq!(planned.state, RequestState::Planned);
        let plan = planned.plan.unwrap().plan;
        assert!(plan.items.iter().all(|item| item.location != "users"), "{plan:?}");
        app.run_jobs().await;
        assert_eq!(app.mails_to("nobody@elsewhere.example").len(), 2, "the link, and when there will be an answer");
    }

    async fn a_program_asks_in_json_and_an_account_of_the_platform_at_its_own_page(app: &TestApp) {
        let office = Office::open(app).await;
        let answer = ask_as_program(app, "office", &json!({ "email": VIEWER, "right": "ERASURE", "language": "de" })).await;
        answer.assert_says(StatusCode::ACCEPTED, "\"status\":\"received\"");
        assert_eq!(seen(&office).await.remove(0).language, Language::De);
        let page = open(app, "/privacy").await;
        page.assert_says(StatusCode::OK, "action=\"/privacy/platform/requests?lang=en\"");
        ask(app, "platform", "operator@xorb.example").await.assert_says(StatusCode::OK, "We have received your request");
        assert_eq!(links(app, "operator@xorb.example").await.len(), 1);
        assert_eq!(seen(&office).await.len(), 1, "the platform's requests are its own");
        let link = links(app, "operator@xorb.example").await.remove(0);
        press(app, &link).await.assert_says(StatusCode::OK, "Your request is confirmed");
        app.run_jobs().await;
    }
}
