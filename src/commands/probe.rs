//! `xorb probe`: asks the admin listener of a process on this machine, for supervisors that have nothing else to ask with:
//! an image without a shell, or a listener that wants a client certificate.

use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, bail};
use reqwest::{Certificate, Client, ClientBuilder, Identity};
use xorb_domain::settings::{Settings, TlsFiles};

use crate::startup::url_of;

/// Shorter than what supervisors wait.
const PATIENCE: Duration = Duration::from_secs(3);
/// What the listener's certificate is called on its own machine.
const OWN_NAME: &str = "localhost";

/// Fails unless the process is alive or, unless `live`, can work.
pub(crate) async fn probe(settings: &Settings, live: bool) -> anyhow::Result<()> {
    let listen = settings.admin.listen;
    if listen.port() == 0 {
        bail!("set admin.listen to the port of the process; port 0 is another one each time");
    }
    let tls = settings.admin.tls();
    let path = if live { "/livez" } else { "/readyz" };
    let (client, base) = match &tls {
        Some(files) => (
            mutual(files, listen)?,
            format!("https://{OWN_NAME}:{}", listen.port()),
        ),
        None => (Client::builder(), url_of(listen, false)),
    };
    let answer = client
        .timeout(PATIENCE)
        .no_proxy()
        .build()?
        .get(format!("{base}{path}"))
        .send()
        .await
        .with_context(|| format!("nobody answers at {listen}"))?;
    let status = answer.status();
    let said = answer.text().await.unwrap_or_default();
    if !status.is_success() {
        bail!("{}", said.trim());
    }
    println!("{}", said.trim());
    Ok(())
}

/// The process's own certificate serves as the client's too.
fn mutual(files: &TlsFiles, listen: SocketAddr) -> anyhow::Result<ClientBuilder> {
    let mut identity = read(&files.key)?;
    identity.extend(read(&files.certificate)?);
    let mut client = Client::builder()
        .use_rustls_tls()
        .tls_built_in_root_certs(false)
        .identity(Identity::from_pem(&identity)?)
        .resolve(OWN_NAME, listen);
    for authority in Certificate::from_pem_bundle(&read(&files.client_ca)?)? {
        client = client.add_root_certificate(authority);
    }
    Ok(client)
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("{} can't be read", path.display()))
}
