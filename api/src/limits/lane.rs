//! Which lane an operation takes.

use async_graphql::parser::types::OperationType;
use xorb_domain::rate_limits::Lane;

/// All that is done for a data-subject request; an operation that asks for nothing else goes in the reserved lane.
pub const DATA_SUBJECT_FIELDS: [&str; 9] = [
    "approveDataSubjectRequest",
    "createDataSubjectRequest",
    "dataSubjectRequest",
    "dataSubjectRequestCounts",
    "dataSubjectRequests",
    "extendDataSubjectRequest",
    "refuseDataSubjectRequest",
    "verifyDataSubjectRequest",
    "withdrawDataSubjectRequest",
];

/// Whatever tries credentials, or makes new ones.
pub const CREDENTIAL_FIELDS: [&str; 27] = [
    "acceptInvitation",
    "changePassword",
    "completeMfa",
    "confirmEmailChange",
    "confirmTotp",
    "createApiKey",
    "enrollTotp",
    "finishPasskeyEnrollment",
    "finishPasskeyLogIn",
    "inviteUser",
    "logIn",
    "redeemLogInCode",
    "regenerateRecoveryCodes",
    "removePasskey",
    "removeSecondFactors",
    "removeTotp",
    "requestEmailChange",
    "requestPasswordReset",
    "resendInvitation",
    "resetPassword",
    "rotateApiKey",
    "signUp",
    "startPasskeyEnrollment",
    "startPasskeyLogIn",
    "startPasskeyStepUp",
    "stepUp",
    "unlinkIdentityProvider",
];

/// The lane of an operation with these root fields.
pub(crate) fn lane_of<'f>(kind: OperationType, fields: impl Iterator<Item = &'f str>) -> Lane {
    let named: Vec<&str> = fields.filter(|field| *field != "__typename").collect();
    let count_of = |lane: &[&str]| {
        let of_lane = named.iter().filter(|field| lane.contains(field));
        of_lane.count()
    };
    if !named.is_empty() && count_of(&DATA_SUBJECT_FIELDS) == named.len() {
        return Lane::DataSubject;
    }
    match kind {
        _ if count_of(&CREDENTIAL_FIELDS) > 0 => Lane::Credentials,
        OperationType::Mutation => Lane::Mutation,
        OperationType::Query | OperationType::Subscription => Lane::Query,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graphql::sdl;

    fn lane(kind: OperationType, fields: &[&str]) -> Lane {
        lane_of(kind, fields.iter().copied())
    }

    #[test]
    fn only_an_operation_about_nothing_else_takes_the_reserved_lane() {
        let (query, mutation) = (OperationType::Query, OperationType::Mutation);
        assert_eq!(
            lane(query, &["dataSubjectRequests", "__typename"]),
            Lane::DataSubject
        );
        assert_eq!(
            lane(query, &["dataSubjectRequests", "findings"]),
            Lane::Query
        );
        assert_eq!(lane(query, &["__typename"]), Lane::Query);
        assert_eq!(
            lane(mutation, &["createDataSubjectRequest", "logIn"]),
            Lane::Credentials
        );
        assert_eq!(lane(mutation, &["startScan"]), Lane::Mutation);
    }

    #[test]
    fn every_field_of_a_lane_is_in_the_schema() {
        let sdl = sdl();
        for field in DATA_SUBJECT_FIELDS.iter().chain(&CREDENTIAL_FIELDS) {
            let is_there = ["(", ":"]
                .iter()
                .any(|end| sdl.contains(&format!("  {field}{end}")));
            assert!(is_there, "{field}");
        }
    }
}
