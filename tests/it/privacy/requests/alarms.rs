//! Alarms before a request is due: each once, to those who are to answer it.

use super::fixture::Office;
use crate::both_modes;
use crate::harness::TestApp;
use chrono::TimeDelta;
use xorb_domain::Clock;
use xorb_domain::privacy::{RequestNumbers, raise_due_alarms};

const SUBJECT: &str = "A data-subject request of office is due";

async fn raised(app: &TestApp) -> (usize, usize) {
    let raised = raise_due_alarms(app.core()).await.unwrap();
    app.run_jobs().await;
    (raised, app.mails_to(SUBJECT).len())
}

both_modes! {
    async fn the_officers_are_told_seven_and_two_days_before_and_once_each(app: &TestApp) {
        let office = Office::open(app).await;
        let asked = office.asked().await;
        app.run_jobs().await;
        let due = asked.due_at;
        let moment = TimeDelta::seconds(1);
        app.clock.advance(due - TimeDelta::days(7) - moment - app.clock.now());
        assert_eq!(raised(app).await, (0, 0));
        app.clock.advance(moment);
        let (first, again) = tokio::join!(raise_due_alarms(app.core()), raise_due_alarms(app.core()));
        assert_eq!(first.unwrap() + again.unwrap(), 1);
        let (_, told) = raised(app).await;
        // The owner and the officer.
        assert_eq!(told, 2);
        let numbers = RequestNumbers::default();
        numbers.count(app.core()).await.unwrap();
        let mut metrics = String::new();
        numbers.write(&mut metrics);
        assert!(metrics.contains("xorb_data_subject_requests_due_soon{within_days=\"7\"} 1"), "{metrics}");
        assert!(metrics.contains("xorb_data_subject_requests_due_soon{within_days=\"2\"} 0"), "{metrics}");
        app.clock.advance(TimeDelta::days(5));
        assert_eq!(raised(app).await, (1, 4));
        assert_eq!(raised(app).await, (0, 4));
    }

    async fn a_request_that_is_seen_late_has_one_alarm_and_one_that_has_ended_none(app: &TestApp) {
        let office = Office::open(app).await;
        let asked = office.asked().await;
        app.run_jobs().await;
        app.clock.advance(asked.due_at - TimeDelta::days(1) - app.clock.now());
        assert_eq!(raised(app).await.0, 1);
        assert_eq!(raised(app).await.0, 0);
        app.clock.advance(TimeDelta::days(2));
        assert_eq!(raised(app).await.0, 0, "it is overdue, which is a metric of its own");
    }
}
