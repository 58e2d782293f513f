//! Tenants and their people, made through the API as real ones are.

use super::{Client, Stores, TestApp};
use serde_json::json;
use std::fs;
use std::path::Path;
use xorb_domain::identity::Role;

/// Long enough to be the only factor, and holds no word of a tenant or person here.
pub const PASSWORD: &str = "violet-Tram-93-quokka-lantern";

const SIGN_UP: &str =
    "signUp(input: $input) { session { accessToken } userErrors { code message path } }";
const INVITE: &str =
    "inviteUser(input: $input) { invitation { id } userErrors { code message path } }";
const ACCEPT: &str =
    "acceptInvitation(input: $input) { session { accessToken } userErrors { code message path } }";

impl TestApp {
    /// Nobody known.
    pub fn anonymous(&self) -> Client {
        Client::anonymous(&self.base())
    }

    /// A browser of nobody's.
    pub fn browser(&self) -> Client {
        Client::browser(&self.base())
    }

    /// The owner of the test's tenant.
    pub async fn owner(&self) -> &Client {
        self.owners[0]
            .get_or_init(async || self.sign_up("acme").await)
            .await
    }

    /// The owner of a tenant that has nothing to do with the test's.
    pub async fn other_tenant(&self) -> &Client {
        self.owners[1]
            .get_or_init(async || self.sign_up("rival").await)
            .await
    }

    /// Makes a tenant; its first owner.
    pub async fn sign_up(&self, slug: &str) -> Client {
        let input = json!({
            "tenantName": slug, "tenantSlug": slug, "email": format!("owner@{slug}.example"),
            "password": PASSWORD, "displayName": "Owner", "delivery": "TOKEN",
        });
        let answer = self.anonymous().mutate("SignUpInput", SIGN_UP, input).await;
        self.anonymous()
            .with_token(&answer.text("/signUp/session/accessToken"))
    }

    /// Somebody else in the test's tenant, invited by its owner.
    pub async fn member(&self, role: Role) -> Client {
        let name = role.as_str().to_uppercase();
        let address = format!("{}@acme.example", role.as_str());
        let invitation = json!({ "email": address, "roles": [name] });
        let invited = self
            .owner()
            .await
            .mutate("InviteUserInput", INVITE, invitation)
            .await;
        invited.text("/inviteUser/invitation/id");
        self.run_jobs().await;
        let token = self.token_in_mail_to(&address);
        let input = json!({ "token": token, "password": PASSWORD, "displayName": role.as_str() });
        let accepted = self
            .anonymous()
            .mutate("AcceptInvitationInput", ACCEPT, input)
            .await;
        self.anonymous()
            .with_token(&accepted.text("/acceptInvitation/session/accessToken"))
    }

    /// The token of the link in the newest mail to this address.
    pub fn token_in_mail_to(&self, address: &str) -> String {
        let mail = self
            .mails_to(address)
            .pop()
            .unwrap_or_else(|| panic!("no mail to {address}"));
        let (_, rest) = mail
            .split_once("token=")
            .unwrap_or_else(|| panic!("no token in {mail}"));
        rest.chars()
            .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '~'))
            .collect()
    }

    /// All mails to this address, oldest first, with soft line breaks undone.
    pub fn mails_to(&self, address: &str) -> Vec<String> {
        self.stores().mails_to(address)
    }
}

impl Stores {
    /// All mails to this address, oldest first, with soft line breaks undone.
    pub fn mails_to(&self, address: &str) -> Vec<String> {
        let folder = self.data_dir().join("mail");
        let mut files: Vec<_> = fs::read_dir(folder)
            .into_iter()
            .flatten()
            .map(|entry| entry.unwrap().path())
            .collect();
        files.sort();
        let texts = files.iter().map(|file| read_mail(file));
        texts.filter(|text| text.contains(address)).collect()
    }
}

fn read_mail(file: &Path) -> String {
    fs::read_to_string(file)
        .unwrap()
        .replace("=\r\n", "")
        .replace("=\n", "")
        .replace("=3D", "=")
}
