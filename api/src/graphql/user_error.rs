//! Business errors as clients see them.

use async_graphql::{Enum, SimpleObject};

/// Why a mutation was refused: something that the person who sent the input can mend. Nothing was changed.
#[derive(Clone, Debug, SimpleObject)]
pub struct UserError {
    /// What is wrong, for programs.
    pub code: UserErrorCode,
    /// What to do, for people.
    pub message: String,
    /// The part of the input it is about, from `input` down, for example `["input", "name"]`.
    pub path: Vec<String>,
}

impl From<xorb_domain::UserError> for UserError {
    fn from(error: xorb_domain::UserError) -> Self {
        Self {
            code: error.code.into(),
            message: error.message,
            path: error.path,
        }
    }
}

/// What is wrong with an input, for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "xorb_domain::UserErrorCode")]
pub enum UserErrorCode {
    /// Tenant, address or password is wrong; deliberately not said which.
    InvalidCredentials,
    /// A value is missing, malformed or out of range.
    InvalidInput,
    /// The value is in use already.
    Taken,
    /// The password is too short, too common or derived from known words.
    PasswordTooWeak,
    /// Sign-up is closed on this installation.
    SignUpClosed,
    /// The invitation or link is unknown, used, revoked or has expired.
    InvalidToken,
    /// The tenant would lose its last owner.
    LastOwner,
    /// An owner may only be made, changed or removed by an owner.
    OwnerOnly,
    /// The target is refused by the address policy.
    AddressNotAllowed,
    /// Ownership of the asset is not proven, or the proof has expired.
    AssetNotVerified,
    /// The proof could not be fetched or does not match.
    VerificationFailed,
    /// This engine, method, kind or profile is not available here.
    NotAvailable,
    /// The object is in a state that does not allow this.
    InvalidState,
    /// A limit of the plan or of the platform is reached.
    LimitReached,
    /// Prove once more who you are, by `stepUp`, then send this again.
    StepUpRequired,
    /// Another person must do this.
    FourEyesRequired,
    /// The plan is another one than you have seen: look at it and approve its hash.
    PlanChanged,
    /// Scans are stopped by an operator or an administrator.
    ScansStopped,
    /// An API key can't do this: somebody has to log in.
    SessionRequired,
}

#[cfg(test)]
mod tests {
    use async_graphql::resolver_utils::EnumType;

    use super::UserErrorCode;

    #[test]
    fn the_trail_names_codes_as_clients_see_them() {
        for item in UserErrorCode::items() {
            let code = xorb_domain::UserErrorCode::from(item.value);
            assert_eq!(item.name, code.as_str());
        }
    }
}
