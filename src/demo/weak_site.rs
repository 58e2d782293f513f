//! A web site on loopback with what a quick scan looks for: the demo's only target. Nothing in it is real.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::{Arc, PoisonError, RwLock};

use actix_web::http::header::{ContentType, SERVER, SET_COOKIE};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};

const PROOF: &str = "/.well-known/xorb-challenge.txt";
const FRONT_PAGE: &str = "<!doctype html><title>Harbour Books</title><h1>Harbour Books</h1>\
    <p>This shop is weak on purpose: <code>xorb demo</code> scans it.";
const LISTING: &str = "<html><head><title>Index of /files/</title></head><body><h1>Index of /files/</h1>\
    <a href=\"../\">../</a> <a href=\"price-list.pdf\">price-list.pdf</a> <a href=\"customers.csv\">customers.csv</a></body></html>";
const ENVIRONMENT: &str = "APP_ENV=production\nDB_PASSWORD=not-a-real-password\n";

/// Serves until the process ends.
pub(crate) struct WeakSite {
    address: SocketAddr,
    proof: Arc<RwLock<Option<String>>>,
}

impl WeakSite {
    /// Starts it on any free port.
    ///
    /// # Errors
    /// As the system says.
    pub(crate) fn start() -> anyhow::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let proof = Arc::<RwLock<Option<String>>>::default();
        let shared = web::Data::from(Arc::clone(&proof));
        let server = HttpServer::new(move || {
            App::new()
                .app_data(shared.clone())
                .default_service(web::to(answer))
        });
        let server = server.workers(1).disable_signals().shutdown_timeout(0);
        tokio::spawn(server.listen(listener)?.run());
        Ok(Self { address, proof })
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Publishes the proof of ownership, as its administrator would.
    pub(crate) fn publish(&self, token: &str) {
        let mut proof = self.proof.write().unwrap_or_else(PoisonError::into_inner);
        *proof = Some(token.to_owned());
    }
}

async fn answer(request: HttpRequest, proof: web::Data<RwLock<Option<String>>>) -> HttpResponse {
    let published = proof.read().unwrap_or_else(PoisonError::into_inner).clone();
    match (request.path(), published) {
        ("/", _) => HttpResponse::Ok()
            .insert_header((SERVER, "weakhttpd/1.4.2"))
            .insert_header((SET_COOKIE, "session=0123456789abcdef; Path=/"))
            .content_type(ContentType::html())
            .body(FRONT_PAGE),
        ("/.git/HEAD", _) => text("ref: refs/heads/main\n".to_owned()),
        ("/.env", _) => text(ENVIRONMENT.to_owned()),
        ("/files/", _) => HttpResponse::Ok()
            .content_type(ContentType::html())
            .body(LISTING),
        (PROOF, Some(token)) => text(token),
        _ => HttpResponse::NotFound().body("Not found\n"),
    }
}

fn text(body: String) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(ContentType::plaintext())
        .body(body)
}
