//! Keys, made and used shortly.

use std::net::IpAddr;

use crate::harness::TestApp;
use xorb_domain::AppError;
use xorb_domain::identity::{
    Actor, CreateApiKey, Credentials, NewApiKey, RequestInfo, authenticate, create_api_key,
};

/// A key of one's own with these scopes, for 90 days from anywhere.
pub fn key_with(scopes: &[&str]) -> CreateApiKey {
    CreateApiKey {
        name: "Pipeline".to_owned(),
        scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
        networks: Vec::new(),
        expires_at: None,
        service_account_id: None,
        idempotency_key: None,
    }
}

pub async fn create(
    app: &TestApp,
    actor: &Actor,
    input: CreateApiKey,
) -> Result<NewApiKey, AppError> {
    create_api_key(app.core(), actor, input).await
}

/// The text of a new key.
pub fn text(new: &NewApiKey) -> String {
    new.secret.as_ref().unwrap().expose().clone()
}

/// Who comes with this key, from this address?
pub async fn come(app: &TestApp, key: &str, address: Option<&str>) -> Result<Actor, AppError> {
    let request = RequestInfo {
        address: address.map(|address| address.parse::<IpAddr>().unwrap()),
        ..RequestInfo::default()
    };
    authenticate(app.core(), &Credentials::Bearer(key.into()), &request).await
}

#[track_caller]
pub fn assert_unauthenticated<T>(outcome: Result<T, AppError>) {
    match outcome {
        Err(AppError::Unauthenticated) => {}
        Err(other) => panic!("not UNAUTHENTICATED: {other}"),
        Ok(_) => panic!("it was let in"),
    }
}
