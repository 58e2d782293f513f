//! A person with an authenticator app, said shortly.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use chrono::{DateTime, TimeDelta, Utc};
use ring::hmac;
use xorb_domain::identity::{
    Actor, CompleteMfa, LogIn, LoggedIn, MfaChallenge, SecondFactor, SessionGrant, StepUp,
    complete_mfa, confirm_totp, enroll_totp, log_in, step_up,
};
use xorb_domain::secret::Secret;
use xorb_domain::{AppError, UserErrorCode};
use xorb_entities::identity::SessionDelivery;

use crate::harness::TestApp;
pub use crate::identity::fixture::{
    PASSWORD, has_event, mails_to, owner_email, reads, request, tenant, user_codes, with_cookie,
    with_token,
};

/// By what the session of this grant was proven, as its access token says.
pub fn amr(grant: &SessionGrant) -> serde_json::Value {
    let token = grant.access_token.as_ref().unwrap().expose();
    let claims = BASE64URL.decode(token.split('.').nth(1).unwrap()).unwrap();
    let claims: serde_json::Value = serde_json::from_slice(&claims).unwrap();
    claims["amr"].clone()
}

/// An app on a phone: RFC 6238, written apart from the program's.
pub struct Phone(Vec<u8>);

impl Phone {
    pub fn new(base32: &str) -> Self {
        let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        let (mut bits, mut count, mut bytes) = (0_u32, 0, Vec::new());
        for symbol in base32.bytes() {
            let value = alphabet.iter().position(|known| *known == symbol).unwrap();
            bits = bits << 5 | u32::try_from(value).unwrap();
            count += 5;
            if count >= 8 {
                count -= 8;
                bytes.push((bits >> count).to_le_bytes()[0]);
            }
        }
        Self(bytes)
    }

    pub fn code(&self, at: DateTime<Utc>) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &self.0);
        let step = at.timestamp() / 30;
        let tag = hmac::sign(&key, &step.to_be_bytes());
        let tag = tag.as_ref();
        let offset = usize::from(tag[19] & 15);
        let word = u32::from_be_bytes(tag[offset..offset + 4].try_into().unwrap());
        format!("{:06}", (word & 0x7fff_ffff) % 1_000_000)
    }

    /// What it shows now; the next time it is asked it shows another one.
    pub fn next(&self, app: &TestApp) -> String {
        app.clock.advance(TimeDelta::seconds(30));
        self.code(app.core().clock.now())
    }
}

/// Somebody whose log-in asks for an app.
pub struct Enrolled {
    pub actor: Actor,
    pub phone: Phone,
    pub recovery_codes: Vec<Secret<String>>,
}

/// The owner of a new tenant, with an app.
pub async fn enrolled(app: &TestApp, slug: &str) -> Enrolled {
    let actor = tenant(app, slug).await.actor;
    let (phone, recovery_codes) = enroll(app, &actor).await;
    Enrolled {
        actor,
        phone,
        recovery_codes,
    }
}

pub async fn enroll(app: &TestApp, actor: &Actor) -> (Phone, Vec<Secret<String>>) {
    let enrollment = enroll_totp(app.core(), actor).await.unwrap();
    let phone = Phone::new(enrollment.secret.expose());
    let code = Secret::new(phone.next(app));
    let codes = confirm_totp(app.core(), actor, &code).await.unwrap();
    app.run_jobs().await;
    (phone, codes)
}

/// The first half of a log-in.
pub async fn challenge(app: &TestApp, slug: &str) -> MfaChallenge {
    let input = LogIn {
        tenant_slug: slug.to_owned(),
        email: owner_email(slug),
        password: PASSWORD.into(),
        delivery: SessionDelivery::Token,
    };
    match log_in(app.core(), &request(), input).await.unwrap() {
        LoggedIn::Challenge(challenge) => challenge,
        LoggedIn::Session(_) => panic!("no second factor was asked for"),
    }
}

pub async fn complete(
    app: &TestApp,
    challenge: &MfaChallenge,
    factor: SecondFactor,
) -> Result<SessionGrant, AppError> {
    let input = CompleteMfa {
        challenge_token: challenge.token.clone(),
        factor,
        delivery: None,
    };
    complete_mfa(app.core(), &request(), input).await
}

pub async fn by_code(
    app: &TestApp,
    challenge: &MfaChallenge,
    code: &str,
) -> Result<SessionGrant, AppError> {
    complete(app, challenge, SecondFactor::Totp(code.into())).await
}

pub async fn step_up_by_code(app: &TestApp, actor: &Actor, code: &str) -> Vec<UserErrorCode> {
    let proof = StepUp::Factor(SecondFactor::Totp(code.into()));
    match step_up(app.core(), actor, proof).await {
        Ok(_) => Vec::new(),
        refused => user_codes(refused),
    }
}
