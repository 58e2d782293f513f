//! Business errors: what a person can mend, with the field to look at.

/// One business error of a mutation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserError {
    /// What is wrong, from the documented set.
    pub code: UserErrorCode,
    /// What to do, in plain words. Never reflects the input.
    pub message: String,
    /// Where: names from the mutation's arguments down.
    pub path: Vec<String>,
}

impl UserError {
    /// An error at `path`, dotted and relative to `input` (`""` for the input as a whole).
    pub fn new(code: UserErrorCode, path: &str, message: impl Into<String>) -> Self {
        let fields = path
            .split('.')
            .filter(|part| !part.is_empty())
            .map(str::to_owned);
        let path = std::iter::once("input".to_owned()).chain(fields).collect();
        Self {
            code,
            message: message.into(),
            path,
        }
    }
}

/// The documented codes of `userErrors`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
    /// Prove once more who you are, by `stepUp`.
    StepUpRequired,
    /// Another person must do this.
    FourEyesRequired,
    /// The plan is another one than the approver saw.
    PlanChanged,
    /// Scans are stopped by an operator or an administrator.
    ScansStopped,
    /// An API key can't do this: somebody has to log in.
    SessionRequired,
}

impl UserErrorCode {
    /// Its published name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InvalidCredentials => "INVALID_CREDENTIALS",
            Self::InvalidInput => "INVALID_INPUT",
            Self::Taken => "TAKEN",
            Self::PasswordTooWeak => "PASSWORD_TOO_WEAK",
            Self::SignUpClosed => "SIGN_UP_CLOSED",
            Self::InvalidToken => "INVALID_TOKEN",
            Self::LastOwner => "LAST_OWNER",
            Self::OwnerOnly => "OWNER_ONLY",
            Self::AddressNotAllowed => "ADDRESS_NOT_ALLOWED",
            Self::AssetNotVerified => "ASSET_NOT_VERIFIED",
            Self::VerificationFailed => "VERIFICATION_FAILED",
            Self::NotAvailable => "NOT_AVAILABLE",
            Self::InvalidState => "INVALID_STATE",
            Self::LimitReached => "LIMIT_REACHED",
            Self::StepUpRequired => "STEP_UP_REQUIRED",
            Self::FourEyesRequired => "FOUR_EYES_REQUIRED",
            Self::PlanChanged => "PLAN_CHANGED",
            Self::ScansStopped => "SCANS_STOPPED",
            Self::SessionRequired => "SESSION_REQUIRED",
        }
    }
}
