//! What an endpoint can be told about: one list, which the schema and `docs/webhooks.md` are held equal to.

use std::str::FromStr;

use xorb_entities::findings::FindingEventKind;
use xorb_entities::privacy::RequestState;
use xorb_entities::scans::ScanState;

macro_rules! events {
    ($($event:ident = $name:literal, $meaning:literal;)*) => {
        /// A kind of event.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum WebhookEvent {
            $(#[doc = $meaning] $event,)*
        }

        impl WebhookEvent {
            /// All kinds.
            pub const ALL: &[Self] = &[$(Self::$event),*];

            /// The `type` of its message.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$event => $name,)*
                }
            }

            /// What has happened.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self {
                    $(Self::$event => $meaning,)*
                }
            }
        }
    };
}

events! {
    Ping = "webhook.ping", "Somebody tests the endpoint. It is sent whether the endpoint wants it or not.";
    FindingCreated = "finding.created", "A finding was seen for the first time.";
    FindingUpdated = "finding.updated", "A finding was moved or commented on, or a scan has opened it again.";
    ScanCompleted = "scan.completed", "A scan has completed, wholly or in part.";
    ScanFailed = "scan.failed", "A scan has failed or expired.";
    ScanCancelled = "scan.cancelled", "A scan was cancelled, or scans were stopped.";
    RequestReceived = "data_subject_request.received", "A data-subject request was received.";
    RequestVerifying = "data_subject_request.verifying", "It is being found out who asks.";
    RequestAwaitingInfo = "data_subject_request.awaiting_info", "The person was asked for more.";
    RequestPlanned = "data_subject_request.planned", "It is known who asks, and what will be done is planned.";
    RequestApproved = "data_subject_request.approved", "The plan was approved.";
    RequestExecuting = "data_subject_request.executing", "The request is being carried out.";
    RequestBlocked = "data_subject_request.blocked", "The request can't go on until something is mended.";
    RequestScanning = "data_subject_request.scanning", "What may be left is being looked for.";
    RequestCompleted = "data_subject_request.completed", "The request is completed.";
    RequestCompletedPartially = "data_subject_request.completed_partially", "The request is completed in part.";
    RequestRefused = "data_subject_request.refused", "The request was refused.";
    RequestWithdrawn = "data_subject_request.withdrawn", "The request was withdrawn.";
    RequestExpired = "data_subject_request.expired_unverified", "Nobody confirmed the request in time.";
    RequestRouted = "data_subject_request.routed_to_controller", "The request was handed to the controller it concerns.";
    RequestReopened = "data_subject_request.reopened", "A completed request was taken up again.";
}

impl WebhookEvent {
    /// What a scan's end is told as; `None` while it goes on.
    pub(crate) const fn of_scan(state: ScanState) -> Option<Self> {
        match state {
            ScanState::Completed | ScanState::CompletedPartially => Some(Self::ScanCompleted),
            ScanState::Failed | ScanState::Expired => Some(Self::ScanFailed),
            ScanState::Cancelled | ScanState::Killed => Some(Self::ScanCancelled),
            ScanState::Queued | ScanState::Authorizing | ScanState::Running => None,
        }
    }

    /// What an entry in a finding's history is told as.
    pub(crate) const fn of_finding(kind: FindingEventKind) -> Option<Self> {
        match kind {
            FindingEventKind::Opened => Some(Self::FindingCreated),
            FindingEventKind::Reopened
            | FindingEventKind::StateChanged
            | FindingEventKind::Closed
            | FindingEventKind::Comment => Some(Self::FindingUpdated),
            FindingEventKind::Seen => None,
        }
    }

    /// What a request's arrival in a state is told as.
    pub(crate) const fn of_request(state: RequestState) -> Self {
        match state {
            RequestState::Received => Self::RequestReceived,
            RequestState::Verifying => Self::RequestVerifying,
            RequestState::AwaitingInfo => Self::RequestAwaitingInfo,
            RequestState::Planned => Self::RequestPlanned,
            RequestState::Approved => Self::RequestApproved,
            RequestState::Executing => Self::RequestExecuting,
            RequestState::Blocked => Self::RequestBlocked,
            RequestState::Scanning => Self::RequestScanning,
            RequestState::Completed => Self::RequestCompleted,
            RequestState::CompletedPartially => Self::RequestCompletedPartially,
            RequestState::Refused => Self::RequestRefused,
            RequestState::Withdrawn => Self::RequestWithdrawn,
            RequestState::ExpiredUnverified => Self::RequestExpired,
            RequestState::RoutedToController => Self::RequestRouted,
            RequestState::Reopened => Self::RequestReopened,
        }
    }
}

impl FromStr for WebhookEvent {
    type Err = UnknownEvent;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut all = Self::ALL.iter().copied();
        all.find(|event| event.as_str() == text).ok_or(UnknownEvent)
    }
}

/// The text names no event that this version knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown webhook event")]
pub struct UnknownEvent;

#[cfg(test)]
mod tests {
    use sea_orm::{ActiveEnum, Iterable};

    use super::*;

    #[test]
    fn the_name_of_an_event_is_its_own() {
        for event in WebhookEvent::ALL {
            assert_eq!(event.as_str().parse(), Ok(*event));
        }
        assert_eq!("scan.".parse::<WebhookEvent>(), Err(UnknownEvent));
    }

    #[test]
    fn an_event_of_a_request_is_named_after_its_state() {
        for state in RequestState::iter() {
            let name = WebhookEvent::of_request(state).as_str();
            assert_eq!(name, format!("data_subject_request.{}", state.to_value()));
        }
    }
}
