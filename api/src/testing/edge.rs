//! An edge over the test schema.

use std::sync::Arc;

use actix_web::web::Data;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use serde_json::{Value, json};
use xorb_domain::identity::federation::LogInProvider;
use xorb_domain::identity::support_access::{ImpersonationTicket, StartImpersonation};
use xorb_domain::identity::{
    AcceptInvitation, CompleteMfa, Credentials, EnrolledPasskey, FinishPasskeyEnrollment,
    FinishPasskeyLogIn, LogIn, LogInOptions, LoggedIn, PasskeyLogIn, Realm, RequestInfo,
    RequestPasswordReset, ResetPassword, SessionGrant, TotpEnrollment,
};
use xorb_domain::privacy::{ConfirmedRequest, RequestByForm};
use xorb_domain::rate_limits::RateLimits;
use xorb_domain::rng::SeededRng;
use xorb_domain::secret::Secret;
use xorb_domain::settings::{Role, Settings};
use xorb_domain::{AppError, SystemClock, UserErrorCode};

use super::{TestCallers, schema};
use crate::health::{PublicKeys, Readiness};
use crate::oidc::{Failure, FederatedLogIns, Finish, Finished, Start, Started};
use crate::pages::{
    Accounts, Enrollments, FactorEnrollment, Impersonations, Intake, Invitations, LogIns,
};
use crate::trusted_documents::TrustedDocuments;
use crate::{Edge, EdgeParts};

struct Fixed;

impl Readiness for Fixed {
    fn check(&self) -> BoxFuture<'_, Result<(), String>> {
        std::future::ready(Err("the schema is too old".to_owned())).boxed()
    }
}

impl PublicKeys for Fixed {
    fn jwks(&self) -> BoxFuture<'_, Result<Value, AppError>> {
        std::future::ready(Ok(json!({ "keys": [] }))).boxed()
    }
}

impl Invitations for Fixed {
    fn accept<'a>(
        &'a self,
        _request: &'a RequestInfo,
        _input: AcceptInvitation,
    ) -> BoxFuture<'a, Result<SessionGrant, AppError>> {
        std::future::ready(Err(AppError::NotFound("invitation"))).boxed()
    }

    fn options<'a>(
        &'a self,
        _token: &'a Secret<String>,
    ) -> BoxFuture<'a, Result<LogInOptions, AppError>> {
        std::future::ready(Ok(by_password())).boxed()
    }
}

impl Accounts for Fixed {
    fn request_password_reset<'a>(
        &'a self,
        _request: &'a RequestInfo,
        _input: RequestPasswordReset,
    ) -> BoxFuture<'a, Result<(), AppError>> {
        std::future::ready(Ok(())).boxed()
    }

    fn reset_password<'a>(
        &'a self,
        _request: &'a RequestInfo,
        _input: ResetPassword,
    ) -> BoxFuture<'a, Result<(), AppError>> {
        std::future::ready(Err(AppError::NotFound("link"))).boxed()
    }

    fn confirm_email_change<'a>(
        &'a self,
        _request: &'a RequestInfo,
        _token: Secret<String>,
    ) -> BoxFuture<'a, Result<bool, AppError>> {
        std::future::ready(Err(AppError::NotFound("link"))).boxed()
    }
}

impl Intake for Fixed {
    fn request<'a>(
        &'a self,
        _request: &'a RequestInfo,
        input: RequestByForm,
    ) -> BoxFuture<'a, Result<(), AppError>> {
        let is_address = input.email.contains('@');
        let refusal = || AppError::user(UserErrorCode::InvalidInput, "email", "no address");
        std::future::ready(is_address.then_some(()).ok_or_else(refusal)).boxed()
    }

    fn confirm<'a>(
        &'a self,
        _request: &'a RequestInfo,
        _token: &'a Secret<String>,
    ) -> BoxFuture<'a, Result<ConfirmedRequest, AppError>> {
        let refusal = AppError::user(UserErrorCode::InvalidToken, "token", "no token");
        std::future::ready(Err(refusal)).boxed()
    }
}

impl FactorEnrollment for Fixed {
    fn enroll_totp<'a>(
        &'a self,
        _request: &'a RequestInfo,
        _credentials: &'a Credentials,
    ) -> BoxFuture<'a, Result<TotpEnrollment, AppError>> {
        nobody()
    }

    fn confirm_totp<'a>(
        &'a self,
        _request: &'a RequestInfo,
        _credentials: &'a Credentials,
        _code: &'a Secret<String>,
    ) -> BoxFuture<'a, Result<Vec<Secret<String>>, AppError>> {
        nobody()
    }

    fn start_passkey_enrollment<'a>(
        &'a self,
        _request: &'a RequestInfo,
        _credentials: &'a Credentials,
    ) -> BoxFuture<'a, Result<String, AppError>> {
        nobody()
    }

    fn finish_passkey_enrollment<'a>(
        &'a self,
        _request: &'a RequestInfo,
        _credentials: &'a Credentials,
        _input: FinishPasskeyEnrollment,
    ) -> BoxFuture<'a, Result<EnrolledPasskey, AppError>> {
        nobody()
    }
}

impl LogIns for Fixed {
    fn log_in<'a>(
        &'a self,
        _request: &'a RequestInfo,
        _input: LogIn,
    ) -> BoxFuture<'a, Result<LoggedIn, AppError>> {
        nobody()
    }

    fn complete<'a>(
        &'a self,
        _request: &'a RequestInfo,
        _input: CompleteMfa,
    ) -> BoxFuture<'a, Result<SessionGrant, AppError>> {
        nobody()
    }

    fn start_passkey<'a>(
        &'a self,
        _request: &'a RequestInfo,
        _tenant_slug: &'a str,
    ) -> BoxFuture<'a, Result<PasskeyLogIn, AppError>> {
        nobody()
    }

    fn finish_passkey<'a>(
        &'a self,
        _request: &'a RequestInfo,
        _input: FinishPasskeyLogIn,
    ) -> BoxFuture<'a, Result<SessionGrant, AppError>> {
        nobody()
    }

    fn log_out<'a>(
        &'a self,
        _request: &'a RequestInfo,
        _credentials: &'a Credentials,
    ) -> BoxFuture<'a, Result<(), AppError>> {
        nobody()
    }

    fn options<'a>(
        &'a self,
        _tenant_slug: Option<&'a str>,
        _email: Option<&'a str>,
    ) -> BoxFuture<'a, Result<LogInOptions, AppError>> {
        std::future::ready(Ok(by_password())).boxed()
    }

    fn providers_to_link<'a>(
        &'a self,
        _request: &'a RequestInfo,
        _credentials: &'a xorb_domain::identity::Credentials,
    ) -> BoxFuture<'a, Result<Vec<LogInProvider>, AppError>> {
        nobody()
    }

    fn link<'a>(
        &'a self,
        _request: &'a RequestInfo,
        _credentials: &'a xorb_domain::identity::Credentials,
        _provider_id: uuid::Uuid,
    ) -> BoxFuture<'a, Result<String, AppError>> {
        nobody()
    }
}

fn by_password() -> LogInOptions {
    LogInOptions {
        is_password_enabled: true,
        is_passkey_enabled: false,
        providers: Vec::new(),
    }
}

impl Enrollments for Fixed {
    fn start<'a>(
        &'a self,
        _request: &'a RequestInfo,
        _token: &'a Secret<String>,
    ) -> BoxFuture<'a, Result<String, AppError>> {
        nobody()
    }

    fn finish<'a>(
        &'a self,
        _request: &'a RequestInfo,
        _token: &'a Secret<String>,
        _response: &'a Secret<String>,
    ) -> BoxFuture<'a, Result<(), AppError>> {
        nobody()
    }
}

impl Impersonations for Fixed {
    fn start<'a>(
        &'a self,
        _request: &'a RequestInfo,
        _credentials: &'a Credentials,
        _input: StartImpersonation,
    ) -> BoxFuture<'a, Result<ImpersonationTicket, AppError>> {
        nobody()
    }

    fn open<'a>(
        &'a self,
        _request: &'a RequestInfo,
        _ticket: &'a Secret<String>,
    ) -> BoxFuture<'a, Result<Secret<String>, AppError>> {
        nobody()
    }
}

fn nobody<'a, T: Send + 'a>() -> BoxFuture<'a, Result<T, AppError>> {
    let refusal = AppError::user(
        UserErrorCode::InvalidCredentials,
        "",
        "nobody is known here",
    );
    std::future::ready(Err(refusal)).boxed()
}

impl FederatedLogIns for Fixed {
    fn start<'a>(
        &'a self,
        _request: &'a RequestInfo,
        _start: Start,
    ) -> BoxFuture<'a, Result<Started, Failure>> {
        std::future::ready(Err(Failure::Refused)).boxed()
    }

    fn finish<'a>(
        &'a self,
        _request: &'a RequestInfo,
        _finish: Finish,
    ) -> BoxFuture<'a, Result<Finished, Failure>> {
        std::future::ready(Err(Failure::Refused)).boxed()
    }

    fn log_out<'a>(
        &'a self,
        _request: &'a RequestInfo,
        _connection: &'a str,
        _logout_token: &'a str,
    ) -> BoxFuture<'a, Result<(), Failure>> {
        std::future::ready(Err(Failure::Refused)).boxed()
    }
}

/// Parts of an edge with these callers.
fn parts(settings: &Settings, callers: Arc<TestCallers>) -> EdgeParts {
    let schema = schema();
    EdgeParts {
        sdl: schema.sdl(),
        executor: Arc::new(schema),
        callers,
        readiness: Arc::new(Fixed),
        keys: Arc::new(Fixed),
        invitations: Arc::new(Fixed),
        log_ins: Arc::new(Fixed),
        accounts: Arc::new(Fixed),
        intake: Arc::new(Fixed),
        federation: Arc::new(Fixed),
        enrollments: Arc::new(Fixed),
        impersonations: Arc::new(Fixed),
        realm: Realm::Tenants,
        rate_limits: RateLimits::new(settings, b"a test", Arc::new(SystemClock)),
        trusted_documents: TrustedDocuments::default(),
        clock: Arc::new(SystemClock),
        rng: Arc::new(SeededRng::new(1)),
    }
}

/// An edge with settings from these variables, as a process of this role would have them.
pub fn edge_with(
    role: Role,
    variables: &[(&str, &str)],
    change: impl FnOnce(&mut Edge),
) -> Data<Edge> {
    let variables = variables
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let settings = Settings::load(role, None, variables).unwrap();
    let mut edge = Edge::new(&settings, parts(&settings, Arc::default())).unwrap();
    change(&mut edge);
    Data::new(edge)
}

/// An embedded edge.
pub fn edge() -> Data<Edge> {
    edge_with(Role::Embedded, &[], |_| {})
}
