//! Why nobody was let in. People see one constant page; the word stands in the audit trail.

use std::fmt;

macro_rules! refusals {
    ($($(#[$doc:meta])* $name:ident = $word:literal,)*) => {
        /// The reason of a refused log-in through an identity provider.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum FederationRefusal {
            $($(#[$doc])* $name,)*
        }

        impl FederationRefusal {
            /// All reasons.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The word in the audit trail.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)*
                }
            }
        }
    };
}

refusals! {
    /// The connection is not active (or, for a test, not there).
    ConnectionNotActive = "connection_not_active",
    /// It was changed while the log-in was on its way.
    ConnectionChanged = "connection_changed",
    /// The provider names endpoints on other hosts than those that were tested: the connection is suspended.
    EndpointsChanged = "endpoints_changed",
    /// The callback came without a state, or with two.
    StateMissing = "state_missing",
    /// The state was never given out, was used, or has expired.
    StateUnknown = "state_unknown",
    /// It was given out for another connection.
    StateOfOtherConnection = "state_of_other_connection",
    /// It was given out to another browser.
    StateOfOtherBrowser = "state_of_other_browser",
    /// A parameter of the callback came twice.
    ParameterTwice = "parameter_twice",
    /// The provider said no.
    ProviderError = "provider_error",
    IssParameterMissing = "iss_parameter_missing",
    IssParameterWrong = "iss_parameter_wrong",
    CodeMissing = "code_missing",
    CodeMalformed = "code_malformed",
    /// The address of an endpoint can't be used, or may not be asked.
    EndpointNotAllowed = "endpoint_not_allowed",
    DiscoveryUnreachable = "discovery_unreachable",
    DiscoveryMalformed = "discovery_malformed",
    DiscoveryIssuerWrong = "discovery_issuer_wrong",
    KeySetUnreachable = "key_set_unreachable",
    KeySetMalformed = "key_set_malformed",
    KeyUnknown = "key_unknown",
    KeyAmbiguous = "key_ambiguous",
    TokenEndpointUnreachable = "token_endpoint_unreachable",
    /// The provider did not take the code.
    CodeRefused = "code_refused",
    TokenAnswerMalformed = "token_answer_malformed",
    TokenTypeWrong = "token_type_wrong",
    IdTokenMissing = "id_token_missing",
    IdTokenTooLarge = "id_token_too_large",
    IdTokenMalformed = "id_token_malformed",
    IdTokenEncrypted = "id_token_encrypted",
    HeaderMalformed = "header_malformed",
    AlgorithmNotAllowed = "algorithm_not_allowed",
    HeaderCritical = "header_critical",
    HeaderTypeWrong = "header_type_wrong",
    SignatureWrong = "signature_wrong",
    ClaimsMalformed = "claims_malformed",
    IssuerWrong = "issuer_wrong",
    AudienceWrong = "audience_wrong",
    AuthorizedPartyWrong = "authorized_party_wrong",
    Expired = "expired",
    NotYetValid = "not_yet_valid",
    IssuedInFuture = "issued_in_future",
    LifetimeTooLong = "lifetime_too_long",
    NonceMissing = "nonce_missing",
    NonceWrong = "nonce_wrong",
    SubjectMalformed = "subject_malformed",
    AccessTokenHashWrong = "access_token_hash_wrong",
    AuthTimeMissing = "auth_time_missing",
    AuthTimeTooOld = "auth_time_too_old",
    AcrWrong = "acr_wrong",
    UserInfoUnreachable = "user_info_unreachable",
    UserInfoMalformed = "user_info_malformed",
    UserInfoOfOtherSubject = "user_info_of_other_subject",
    /// Nobody is known under this subject, and accounts are not made.
    AccountUnknown = "account_unknown",
    EmailMissing = "email_missing",
    EmailNotVerified = "email_not_verified",
    DomainNotVerified = "domain_not_verified",
    /// There is an account with this address; it is never taken over silently.
    AccountExists = "account_exists",
    AccountDeactivated = "account_deactivated",
    /// The person is being erased.
    AccountErased = "account_erased",
    /// The subject belongs to another account of the tenant.
    LinkedToOtherAccount = "linked_to_other_account",
    /// The browser shows no session of the person who wanted to link or to step up.
    SessionOfOther = "session_of_other",
    /// Whoever stepped up is not the one whose session it is.
    OtherPerson = "other_person",
    LogoutTokenMalformed = "logout_token_malformed",
    LogoutEventMissing = "logout_event_missing",
    LogoutNoncePresent = "logout_nonce_present",
    LogoutNobody = "logout_nobody",
    LogoutReplayed = "logout_replayed",
}

impl fmt::Display for FederationRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
