//! A passkey in software, written for the tests: ES256 over `ring`, CBOR by hand. Everything it says can be bent.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use ring::digest::{SHA256, digest};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};

/// The public address of the tests.
pub const ORIGIN: &str = "https://xorb.example.org";

const USER_PRESENT: u8 = 1;
const USER_VERIFIED: u8 = 1 << 2;
const ATTESTED: u8 = 1 << 6;

pub struct Authenticator {
    key: EcdsaKeyPair,
    pub credential_id: Vec<u8>,
    pub counter: u32,
    /// Whose it says it is: what the enrolment named.
    pub user_handle: Vec<u8>,
    /// The site that asks.
    site: String,
    pub origin: String,
    pub rp_id: String,
    pub verifies_user: bool,
    pub ceremony: Option<&'static str>,
    /// Answers this challenge instead of the one it was given.
    pub challenge: Option<String>,
}

impl Authenticator {
    pub fn new() -> Self {
        Self::at(ORIGIN)
    }

    /// One in a browser at this address.
    pub fn at(origin: &str) -> Self {
        let (_, site) = origin.split_once("://").unwrap();
        let rng = SystemRandom::new();
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &rng).unwrap();
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, pkcs8.as_ref(), &rng)
            .unwrap();
        let credential_id = digest(&SHA256, key.public_key().as_ref()).as_ref().to_vec();
        Self {
            key,
            credential_id,
            counter: 0,
            user_handle: Vec::new(),
            site: site.to_owned(),
            origin: origin.to_owned(),
            rp_id: site.to_owned(),
            verifies_user: true,
            ceremony: None,
            challenge: None,
        }
    }

    /// `navigator.credentials.create`.
    pub fn create(&mut self, options: &str) -> String {
        let options: Value = serde_json::from_str(options).unwrap();
        let options = &options["publicKey"];
        assert_eq!(options["rp"]["id"], self.site);
        assert_eq!(
            options["authenticatorSelection"]["userVerification"],
            "required"
        );
        assert_eq!(options["authenticatorSelection"]["residentKey"], "required");
        let handle = options["user"]["id"].as_str().unwrap();
        self.user_handle = BASE64URL.decode(handle).unwrap();
        let mut data = self.data(ATTESTED);
        data.extend([0; 16]);
        data.extend(
            u16::try_from(self.credential_id.len())
                .unwrap()
                .to_be_bytes(),
        );
        data.extend(&self.credential_id);
        data.extend(self.cose_key());
        let mut attestation = vec![0xa3];
        attestation.extend(text("fmt"));
        attestation.extend(text("none"));
        attestation.extend(text("attStmt"));
        attestation.push(0xa0);
        attestation.extend(text("authData"));
        attestation.extend(bytes(&data));
        let client_data = self.client_data("webauthn.create", options);
        let response = json!({
            "attestationObject": BASE64URL.encode(attestation),
            "clientDataJSON": BASE64URL.encode(client_data),
            "transports": ["internal"],
        });
        self.credential(&response)
    }

    /// `navigator.credentials.get`.
    pub fn get(&mut self, options: &str) -> String {
        let options: Value = serde_json::from_str(options).unwrap();
        let options = &options["publicKey"];
        assert_eq!(options["rpId"], self.site);
        assert_eq!(options["userVerification"], "required");
        self.counter += 1;
        let data = self.data(0);
        let client_data = self.client_data("webauthn.get", options);
        let mut signed = data.clone();
        signed.extend(digest(&SHA256, &client_data).as_ref());
        let signature = self.key.sign(&SystemRandom::new(), &signed).unwrap();
        let response = json!({
            "authenticatorData": BASE64URL.encode(data),
            "clientDataJSON": BASE64URL.encode(client_data),
            "signature": BASE64URL.encode(signature.as_ref()),
            "userHandle": BASE64URL.encode(&self.user_handle),
        });
        self.credential(&response)
    }

    fn credential(&self, response: &Value) -> String {
        let id = BASE64URL.encode(&self.credential_id);
        let credential = json!({
            "id": id, "rawId": id, "type": "public-key", "response": response,
            "authenticatorAttachment": "platform", "clientExtensionResults": {},
        });
        credential.to_string()
    }

    fn data(&self, flags: u8) -> Vec<u8> {
        let verified = if self.verifies_user { USER_VERIFIED } else { 0 };
        let mut data = digest(&SHA256, self.rp_id.as_bytes()).as_ref().to_vec();
        data.push(flags | USER_PRESENT | verified);
        data.extend(self.counter.to_be_bytes());
        data
    }

    fn client_data(&self, ceremony: &str, options: &Value) -> Vec<u8> {
        let asked = options["challenge"].as_str().unwrap();
        let data = json!({
            "type": self.ceremony.unwrap_or(ceremony),
            "challenge": self.challenge.as_deref().unwrap_or(asked),
            "origin": self.origin, "crossOrigin": false,
        });
        data.to_string().into_bytes()
    }

    /// {1: 2, 3: -7, -1: 1, -2: x, -3: y}
    fn cose_key(&self) -> Vec<u8> {
        let point = self.key.public_key().as_ref();
        let mut key = vec![0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21];
        key.extend(bytes(&point[1..33]));
        key.push(0x22);
        key.extend(bytes(&point[33..65]));
        key
    }
}

fn text(of: &str) -> Vec<u8> {
    assert!(of.len() < 24);
    let mut cbor = vec![0x60 | u8::try_from(of.len()).unwrap()];
    cbor.extend(of.as_bytes());
    cbor
}

fn bytes(of: &[u8]) -> Vec<u8> {
    let length = u16::try_from(of.len()).unwrap().to_be_bytes();
    let mut cbor = vec![0x59, length[0], length[1]];
    cbor.extend(of);
    cbor
}
