//! What an endpoint can be told about.

use async_graphql::Enum;

/// What an endpoint can be told about: the `type` of a message, with `_` for its dot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "xorb_domain::webhooks::WebhookEvent")]
pub enum WebhookEventType {
    /// Somebody tests the endpoint. It is sent whether the endpoint wants it or not.
    #[graphql(name = "WEBHOOK_PING")]
    Ping,
    /// A finding was seen for the first time.
    FindingCreated,
    /// A finding was moved or commented on, or a scan has opened it again.
    FindingUpdated,
    /// A scan has completed, wholly or in part.
    ScanCompleted,
    /// A scan has failed or expired.
    ScanFailed,
    /// A scan was cancelled, or scans were stopped.
    ScanCancelled,
    /// A data-subject request was received.
    #[graphql(name = "DATA_SUBJECT_REQUEST_RECEIVED")]
    RequestReceived,
    /// It is being found out who asks.
    #[graphql(name = "DATA_SUBJECT_REQUEST_VERIFYING")]
    RequestVerifying,
    /// The person was asked for more.
    #[graphql(name = "DATA_SUBJECT_REQUEST_AWAITING_INFO")]
    RequestAwaitingInfo,
    /// It is known who asks, and what will be done is planned.
    #[graphql(name = "DATA_SUBJECT_REQUEST_PLANNED")]
    RequestPlanned,
    /// The plan was approved.
    #[graphql(name = "DATA_SUBJECT_REQUEST_APPROVED")]
    RequestApproved,
    /// The request is being carried out.
    #[graphql(name = "DATA_SUBJECT_REQUEST_EXECUTING")]
    RequestExecuting,
    /// The request can't go on until something is mended.
    #[graphql(name = "DATA_SUBJECT_REQUEST_BLOCKED")]
    RequestBlocked,
    /// What may be left is being looked for.
    #[graphql(name = "DATA_SUBJECT_REQUEST_SCANNING")]
    RequestScanning,
    /// The request is completed.
    #[graphql(name = "DATA_SUBJECT_REQUEST_COMPLETED")]
    RequestCompleted,
    /// The request is completed in part.
    #[graphql(name = "DATA_SUBJECT_REQUEST_COMPLETED_PARTIALLY")]
    RequestCompletedPartially,
    /// The request was refused.
    #[graphql(name = "DATA_SUBJECT_REQUEST_REFUSED")]
    RequestRefused,
    /// The request was withdrawn.
    #[graphql(name = "DATA_SUBJECT_REQUEST_WITHDRAWN")]
    RequestWithdrawn,
    /// Nobody confirmed the request in time.
    #[graphql(name = "DATA_SUBJECT_REQUEST_EXPIRED_UNVERIFIED")]
    RequestExpired,
    /// The request was handed to the controller it concerns.
    #[graphql(name = "DATA_SUBJECT_REQUEST_ROUTED_TO_CONTROLLER")]
    RequestRouted,
    /// A completed request was taken up again.
    #[graphql(name = "DATA_SUBJECT_REQUEST_REOPENED")]
    RequestReopened,
}
