//! The application over a folder of its own, with a tenant whose owner is logged in. Its clock stands: the owner's token never expires.

use std::cell::{Cell, RefCell};
use std::fs;
use std::sync::Arc;

use actix_web::body::to_bytes;
use actix_web::rt::{System, SystemRunner};
use actix_web::test::{TestRequest, call_service, init_service};
use actix_web::web::Bytes;
use chrono::{TimeZone, Utc};
use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;
use sea_orm::Database;
use serde_json::{Value, json};
use xorb::application::{Application, Sources};
use xorb_domain::TestClock;
use xorb_domain::rng::SeededRng;
use xorb_domain::settings::{Role, Settings};

const SIGN_UP: &str =
    "mutation($input: SignUpInput!) { signUp(input: $input) { session { accessToken } } }";

pub struct Reply {
    pub status: u16,
    pub body: Bytes,
}

pub struct House {
    system: SystemRunner,
    send: Box<dyn Fn(TestRequest) -> LocalBoxFuture<'static, Reply>>,
    token: RefCell<String>,
    tenants: Cell<u32>,
}

impl House {
    pub fn open() -> Self {
        let system = System::new();
        let send = system.block_on(open());
        let house = Self {
            system,
            send,
            token: RefCell::default(),
            tenants: Cell::default(),
        };
        house.sign_up();
        house
    }

    /// An owner who has logged out, or was sent away, is followed by that of another tenant.
    pub fn send(&self, mut request: TestRequest, as_owner: bool) -> Reply {
        if as_owner {
            let authorization = format!("Bearer {}", self.token.borrow());
            request = request.insert_header(("authorization", authorization));
        }
        let peer = "127.0.0.1:50000".parse().unwrap();
        let reply = self.system.block_on((self.send)(request.peer_addr(peer)));
        if as_owner && reply.status == 401 {
            self.sign_up();
        }
        reply
    }

    fn sign_up(&self) {
        self.tenants.set(self.tenants.get() + 1);
        let slug = format!("acme{}", self.tenants.get());
        let input = json!({
            "tenantName": "acme", "tenantSlug": slug, "email": "owner@acme.example",
            "password": "violet-Tram-93-quokka-lantern", "displayName": "Owner", "delivery": "TOKEN",
        });
        let body = json!({ "query": SIGN_UP, "variables": { "input": input } });
        let request = TestRequest::post().uri("/graphql").set_json(body);
        let reply = self.send(request, false);
        let answer: Value = serde_json::from_slice(&reply.body).unwrap();
        let token = &answer["data"]["signUp"]["session"]["accessToken"];
        token
            .as_str()
            .unwrap()
            .clone_into(&mut self.token.borrow_mut());
    }
}

async fn open() -> Box<dyn Fn(TestRequest) -> LocalBoxFuture<'static, Reply>> {
    let folder = std::env::temp_dir().join(format!("xorb-fuzz-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir(&folder).unwrap();
    let url = format!("sqlite://{}/xorb.db?mode=rwc", folder.display());
    let database = Database::connect(url).await.unwrap();
    xorb_migration::up(&database, None).await.unwrap();
    database.close().await.unwrap();
    let variables = [
        ("XORB__DATA_DIR", folder.to_str().unwrap()),
        ("XORB__RATE_LIMIT__MODE", "off"),
    ];
    let variables = variables.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let settings = Settings::load(Role::Embedded, None, variables).unwrap();
    let start = Utc.with_ymd_and_hms(2026, 1, 15, 12, 0, 0).unwrap();
    let sources = Sources {
        clock: Arc::new(TestClock::new(start)),
        rng: Arc::new(SeededRng::new(1)),
    };
    let application = Application::build(settings, sources).await.unwrap();
    let edge = application.edge().unwrap();
    let service = Arc::new(init_service(xorb_api::http::app(edge)).await);
    Box::new(move |request| {
        let service = Arc::clone(&service);
        async move {
            let response = call_service(&*service, request.to_request()).await;
            let status = response.status().as_u16();
            let body = to_bytes(response.into_body()).await.ok().unwrap();
            Reply { status, body }
        }
        .boxed_local()
    })
}
