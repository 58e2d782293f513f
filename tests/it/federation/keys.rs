//! The keys of the provider in the tests, and how it signs: rightly, or as the test says.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use ring::hmac;
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256,
    RSA_PSS_SHA256, RsaKeyPair,
};
use serde_json::{Value, json};

/// Made for these tests, and of no use elsewhere.
const RSA: &[u8] = include_bytes!("rsa_2048.pk8");

/// How a token is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    Es256,
    /// With a P-256 key that nobody published.
    StrangeEs256,
    EdDsa,
    Rs256,
    Ps256,
    /// Nothing behind the second dot.
    Empty,
    Zeros,
    /// By the client secret.
    Hmac(&'static str),
    /// By the text of the public key, as if it were a secret.
    HmacWithPublicKey,
}

pub struct Keys {
    ec: EcdsaKeyPair,
    strange: EcdsaKeyPair,
    ed: Ed25519KeyPair,
    rsa: RsaKeyPair,
}

fn new_ec() -> EcdsaKeyPair {
    let (rng, algorithm) = (SystemRandom::new(), &ECDSA_P256_SHA256_FIXED_SIGNING);
    let pkcs8 = EcdsaKeyPair::generate_pkcs8(algorithm, &rng).unwrap();
    EcdsaKeyPair::from_pkcs8(algorithm, pkcs8.as_ref(), &rng).unwrap()
}

impl Keys {
    pub fn new() -> Self {
        let ed = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).unwrap();
        Self {
            ec: new_ec(),
            strange: new_ec(),
            ed: Ed25519KeyPair::from_pkcs8(ed.as_ref()).unwrap(),
            rsa: RsaKeyPair::from_pkcs8(RSA).unwrap(),
        }
    }

    /// What the provider publishes.
    pub fn published(&self) -> Value {
        json!({ "keys": [self.ec_key("ec"), self.ed_key(), self.rsa_key()] })
    }

    pub fn ec_key(&self, kid: &str) -> Value {
        ec_key(&self.ec, kid)
    }

    pub fn strange_key(&self, kid: &str) -> Value {
        ec_key(&self.strange, kid)
    }

    fn ed_key(&self) -> Value {
        let x = BASE64URL.encode(self.ed.public_key().as_ref());
        json!({ "kty": "OKP", "crv": "Ed25519", "kid": "ed", "use": "sig", "x": x })
    }

    pub fn rsa_key(&self) -> Value {
        let parts: ring::rsa::PublicKeyComponents<Vec<u8>> = self.rsa.public().into();
        let (n, e) = (BASE64URL.encode(parts.n), BASE64URL.encode(parts.e));
        json!({ "kty": "RSA", "kid": "rsa", "use": "sig", "n": n, "e": e })
    }

    pub fn sign(&self, how: Sign, message: &str) -> Vec<u8> {
        let (rng, bytes) = (SystemRandom::new(), message.as_bytes());
        let rsa = |padding: &'static dyn ring::signature::RsaEncoding| {
            let mut signature = vec![0; self.rsa.public().modulus_len()];
            self.rsa.sign(padding, &rng, bytes, &mut signature).unwrap();
            signature
        };
        let hmac = |secret: &[u8]| {
            let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
            hmac::sign(&key, bytes).as_ref().to_vec()
        };
        match how {
            Sign::Es256 => self.ec.sign(&rng, bytes).unwrap().as_ref().to_vec(),
            Sign::StrangeEs256 => self.strange.sign(&rng, bytes).unwrap().as_ref().to_vec(),
            Sign::EdDsa => self.ed.sign(bytes).as_ref().to_vec(),
            Sign::Rs256 => rsa(&RSA_PKCS1_SHA256),
            Sign::Ps256 => rsa(&RSA_PSS_SHA256),
            Sign::Empty => Vec::new(),
            Sign::Zeros => vec![0; 64],
            Sign::Hmac(secret) => hmac(secret.as_bytes()),
            Sign::HmacWithPublicKey => hmac(self.rsa_key().to_string().as_bytes()),
        }
    }

    /// A whole token.
    pub fn token(&self, how: Sign, header: &Value, claims: &str) -> String {
        let part = |text: &str| BASE64URL.encode(text);
        let message = format!("{}.{}", part(&header.to_string()), part(claims));
        let signature = BASE64URL.encode(self.sign(how, &message));
        format!("{message}.{signature}")
    }
}

fn ec_key(pair: &EcdsaKeyPair, kid: &str) -> Value {
    let point = pair.public_key().as_ref();
    let (x, y) = (
        BASE64URL.encode(&point[1..33]),
        BASE64URL.encode(&point[33..]),
    );
    json!({ "kty": "EC", "crv": "P-256", "kid": kid, "use": "sig", "alg": "ES256", "x": x, "y": y })
}
