//! The token service of a process: our keys, read again when they may have rotated, and what was verified already.

use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use xorb_entities::ids::{SessionId, TenantId, UserId};
use xorb_entities::tenants::signing_key::SigningKeyPurpose;

use super::verified::VerifiedTokens;
use super::verify::{Expected, LIFETIME_SECONDS, TokenError, verify};
use super::{Claims, issue};
use crate::AppError;
use crate::crypto::{PublicKey, SigningKeys, load_signing_keys};
use crate::db::Db;
use crate::identity::{Actor, Role};
use crate::rng::random_bytes;
use crate::secret::Secret;

const AUDIENCE: &str = "xorb-api";
/// Keys are read again after this time, and for an unknown `kid` at most so often.
const KEYS_AGE: TimeDelta = TimeDelta::minutes(5);
const UNKNOWN_KID_PAUSE: TimeDelta = TimeDelta::seconds(10);
/// A retired key is published and believed until no token of it can be alive.
const RETIRED_FOR: TimeDelta = TimeDelta::minutes(10);

/// Makes and reads access tokens. Cheap to clone.
#[derive(Clone)]
pub struct AccessTokens(Arc<Inner>);

struct Inner {
    db: Db,
    issuer: String,
    keys: RwLock<Option<Arc<Loaded>>>,
    verified: VerifiedTokens,
}

struct Loaded {
    keys: SigningKeys,
    at: DateTime<Utc>,
}

/// Whom a token is for.
#[derive(Clone, Debug)]
pub(crate) struct TokenSubject {
    pub(crate) tenant_id: TenantId,
    pub(crate) user_id: UserId,
    pub(crate) session_id: SessionId,
    pub(crate) roles: Vec<Role>,
    pub(crate) auth_time: DateTime<Utc>,
    /// What was proven, with a space between.
    pub(crate) methods: String,
    pub(crate) epoch: i32,
}

impl TokenSubject {
    /// The user of this session.
    pub(crate) fn of(actor: &Actor, epoch: i32, methods: &str) -> Result<Self, AppError> {
        let (Some(user_id), Some(session_id), Some(auth_time)) =
            (actor.user_id, actor.session_id, actor.authenticated_at)
        else {
            return Err(AppError::internal("only a user's session gets a token"));
        };
        Ok(Self {
            tenant_id: actor.scope.tenant_id().into(),
            user_id: user_id.into(),
            session_id: session_id.into(),
            roles: actor.roles.clone(),
            auth_time,
            methods: methods.to_owned(),
            epoch,
        })
    }
}

/// A fresh token.
#[derive(Clone, Debug)]
pub struct IssuedToken {
    /// The compact form.
    pub token: Secret<String>,
    /// When it stops being accepted.
    pub expires_at: DateTime<Utc>,
}

impl AccessTokens {
    /// `issuer` is the address where people reach this installation. Keys are read (and made) at first use.
    #[must_use]
    pub fn new(db: Db, issuer: impl Into<String>) -> Self {
        Self(Arc::new(Inner {
            db,
            issuer: issuer.into(),
            keys: RwLock::default(),
            verified: VerifiedTokens::default(),
        }))
    }

    /// Signs a token for a session.
    ///
    /// # Errors
    /// As the database says, if keys must be read.
    pub(crate) async fn issue(&self, subject: &TokenSubject) -> Result<IssuedToken, AppError> {
        let services = self.0.db.services();
        let now = services.clock.now();
        let expires_at = now + TimeDelta::seconds(LIFETIME_SECONDS);
        let claims = Claims {
            iss: self.0.issuer.clone(),
            aud: AUDIENCE.to_owned(),
            sub: subject.user_id,
            iat: now.timestamp(),
            exp: expires_at.timestamp(),
            jti: BASE64URL.encode(random_bytes::<16>(services.rng.as_ref())),
            tid: subject.tenant_id,
            sid: subject.session_id,
            roles: subject.roles.iter().map(ToString::to_string).collect(),
            auth_time: subject.auth_time.timestamp(),
            amr: subject.methods.split(' ').map(str::to_owned).collect(),
            epoch: subject.epoch,
        };
        let loaded = self.keys(KEYS_AGE).await?;
        let token = Secret::new(issue::sign(&loaded.keys.active, &claims)?);
        Ok(IssuedToken { token, expires_at })
    }

    /// The claims of a valid token of ours. Says nothing about the session.
    ///
    /// # Errors
    /// `Unauthenticated` for anything else; as the database says, if keys must be read.
    pub(crate) async fn verify(&self, token: &str) -> Result<Arc<Claims>, AppError> {
        let now = self.0.db.services().clock.now().timestamp();
        if let Some(claims) = self.0.verified.find(token, now) {
            return Ok(claims);
        }
        let mut verified = self.verify_with(token, KEYS_AGE, now).await?;
        if verified == Err(TokenError::UNKNOWN_KEY) {
            verified = self.verify_with(token, UNKNOWN_KID_PAUSE, now).await?;
        }
        let claims = Arc::new(verified.map_err(|reason| {
            tracing::debug!(%reason, "an access token was refused");
            AppError::Unauthenticated
        })?);
        self.0.verified.insert(token, claims.clone(), now);
        Ok(claims)
    }

    /// The JSON Web Key Set: the key that signs, the next one, and those that have just retired.
    ///
    /// # Errors
    /// As the database says, if keys must be read.
    pub async fn jwks(&self) -> Result<Value, AppError> {
        let loaded = self.keys(KEYS_AGE).await?;
        let now = self.0.db.services().clock.now();
        let keys: Vec<Value> = believed(&loaded.keys, now).map(PublicKey::jwk).collect();
        Ok(json!({ "keys": keys }))
    }

    async fn verify_with(
        &self,
        token: &str,
        keys_age: TimeDelta,
        now: i64,
    ) -> Result<Result<Claims, TokenError>, AppError> {
        let loaded = self.keys(keys_age).await?;
        let expected = Expected {
            issuer: &self.0.issuer,
            audience: AUDIENCE,
            now,
        };
        let instant = self.0.db.services().clock.now();
        Ok(verify(token, &expected, |kid| {
            believed(&loaded.keys, instant)
                .find(|key| key.kid() == kid)
                .cloned()
        }))
    }

    /// The keys, not older than `age`.
    async fn keys(&self, age: TimeDelta) -> Result<Arc<Loaded>, AppError> {
        let now = self.0.db.services().clock.now();
        let known = self
            .0
            .keys
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        if let Some(loaded) = known.filter(|loaded| now - loaded.at < age) {
            return Ok(loaded);
        }
        let keys = load_signing_keys(&self.0.db, SigningKeyPurpose::AccessToken).await?;
        let loaded = Arc::new(Loaded { keys, at: now });
        *self.0.keys.write().unwrap_or_else(PoisonError::into_inner) = Some(loaded.clone());
        Ok(loaded)
    }
}

fn believed(keys: &SigningKeys, now: DateTime<Utc>) -> impl Iterator<Item = &PublicKey> {
    keys.public
        .iter()
        .filter(move |(_, retired)| retired.is_none_or(|retired| now - retired < RETIRED_FOR))
        .map(|(key, _)| key)
}

impl fmt::Debug for AccessTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessTokens")
    }
}
