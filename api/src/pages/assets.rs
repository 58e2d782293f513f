//! Files of the pages, compiled into the binary. Browsers keep them and ask by `ETag` whether they changed.

use std::sync::LazyLock;

use actix_web::http::header::{CACHE_CONTROL, CONTENT_ENCODING, ETAG, IF_NONE_MATCH, VARY};
use actix_web::web::{self, Bytes};
use actix_web::{HttpRequest, HttpResponse};
use ring::digest::{SHA256, digest};

struct Asset {
    path: &'static str,
    content_type: &'static str,
    bytes: &'static [u8],
    is_gzip: bool,
}

const JS: &str = "text/javascript; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";

static ASSETS: [Asset; 7] = [
    gzip(
        "/graphiql/graphiql.js",
        JS,
        include_bytes!("../../assets/graphiql/graphiql.min.js.gz"),
    ),
    gzip(
        "/graphiql/graphiql.css",
        CSS,
        include_bytes!("../../assets/graphiql/graphiql.min.css.gz"),
    ),
    plain(
        "/graphiql/licenses.txt",
        "text/plain; charset=utf-8",
        include_bytes!("../../assets/graphiql/LICENSES.txt"),
    ),
    plain(
        "/graphiql/page.css",
        CSS,
        include_bytes!("../../assets/pages/graphiql-page.css"),
    ),
    plain(
        "/assets/pages.css",
        CSS,
        include_bytes!("../../assets/pages/pages.css"),
    ),
    plain(
        "/assets/passkey.js",
        JS,
        include_bytes!("../../assets/pages/passkey.js"),
    ),
    plain(
        "/assets/icon.svg",
        "image/svg+xml",
        include_bytes!("../../assets/pages/icon.svg"),
    ),
];

static ETAGS: LazyLock<Vec<String>> =
    LazyLock::new(|| ASSETS.iter().map(|asset| etag(asset.bytes)).collect());

/// Routes of all files.
pub fn assets(config: &mut web::ServiceConfig) {
    for (asset, etag) in ASSETS.iter().zip(ETAGS.iter()) {
        let serve = move |request: HttpRequest| async move { asset.serve(&request, etag) };
        config.route(asset.path, web::get().to(serve));
    }
}

impl Asset {
    fn serve(&self, request: &HttpRequest, etag: &str) -> HttpResponse {
        let known = request
            .headers()
            .get_all(IF_NONE_MATCH)
            .filter_map(|value| value.to_str().ok());
        let is_known = known
            .flat_map(|value| value.split(','))
            .any(|known| known.trim() == etag);
        let mut response = if is_known {
            HttpResponse::NotModified()
        } else {
            HttpResponse::Ok()
        };
        response
            .content_type(self.content_type)
            .insert_header((CACHE_CONTROL, "public, max-age=300, must-revalidate"))
            .insert_header((VARY, "Accept-Encoding"))
            .insert_header((ETAG, etag));
        if is_known {
            return response.finish();
        }
        if self.is_gzip {
            // Every browser reads gzip; a client that does not say what it reads must expect any encoding.
            response.insert_header((CONTENT_ENCODING, "gzip"));
        }
        response.body(Bytes::from_static(self.bytes))
    }
}

const fn gzip(path: &'static str, content_type: &'static str, bytes: &'static [u8]) -> Asset {
    Asset {
        path,
        content_type,
        bytes,
        is_gzip: true,
    }
}

const fn plain(path: &'static str, content_type: &'static str, bytes: &'static [u8]) -> Asset {
    Asset {
        path,
        content_type,
        bytes,
        is_gzip: false,
    }
}

fn etag(bytes: &[u8]) -> String {
    let digest = digest(&SHA256, bytes);
    format!(
        "\"{}\"",
        hex::encode(digest.as_ref().get(..12).unwrap_or_default())
    )
}
