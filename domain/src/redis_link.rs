//! How Redis is reached: one server by its URL, or whichever is the primary of a group that Sentinels watch.
//!
//! Every connection is asked for here, so that credentials, TLS and the client certificate are the same for queue, events
//! and limits, and so that the connection after a failover goes to the new primary.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use redis::aio::{MultiplexedConnection, PubSub};
use redis::sentinel::{SentinelClient, SentinelClientBuilder, SentinelServerType};
use redis::{
    AsyncConnectionConfig, Client, ClientTlsConfig, ConnectionAddr, ErrorKind, IntoConnectionInfo,
    RedisError, RedisResult, TlsCertificates, TlsMode,
};
use tokio::sync::Mutex;
use tokio::time::timeout;

use crate::AppError;
use crate::settings::RedisSettings;

/// The port of a Sentinel that names none.
const SENTINEL_PORT: u16 = 26_379;

/// Longest time for finding the primary and connecting to it, over all Sentinels.
const PATIENCE: Duration = Duration::from_secs(5);

/// A way to Redis. Cheap to clone; connects when it is asked to.
#[derive(Clone)]
pub struct RedisLink {
    way: Arc<Way>,
    /// With certificates: they are read again for each connection, because they may have been renewed since the last one.
    renewed_by: Option<Arc<RedisSettings>>,
}

enum Way {
    Direct(Client),
    Sentinels(Mutex<SentinelClient>),
}

impl RedisLink {
    /// The way that the settings describe. Nothing is connected yet: Redis may be away.
    ///
    /// # Errors
    /// `BadInput` for a URL that is none, a certificate that can't be read, or TLS files without TLS.
    pub fn open(settings: &RedisSettings) -> Result<Self, AppError> {
        let renewed_by = settings
            .has_certificates()
            .then(|| Arc::new(settings.clone()));
        Ok(Self {
            way: Arc::new(Way::open(settings)?),
            renewed_by,
        })
    }

    /// The way to one server without certificates of its own.
    ///
    /// # Errors
    /// `BadInput` for a URL that is none.
    pub fn to(url: &str) -> Result<Self, AppError> {
        let client = Client::open(url).map_err(|error| refused(&error))?;
        Ok(Self {
            way: Arc::new(Way::Direct(client)),
            renewed_by: None,
        })
    }

    /// A connection for commands.
    pub(crate) fn connect<'a>(
        &'a self,
        config: &'a AsyncConnectionConfig,
    ) -> BoxFuture<'a, RedisResult<MultiplexedConnection>> {
        let connecting = async move {
            let client = self.primary().await?;
            client
                .get_multiplexed_async_connection_with_config(config)
                .await
        };
        connecting.boxed()
    }

    /// A connection for a subscription.
    pub(crate) fn subscribe(&self) -> BoxFuture<'_, RedisResult<PubSub>> {
        async move { self.primary().await?.get_async_pubsub().await }.boxed()
    }

    async fn primary(&self) -> RedisResult<Client> {
        match &self.renewed_by {
            None => self.way.primary().await,
            Some(settings) => {
                let way = Way::open(settings).map_err(|error| unusable(&error))?;
                way.primary().await
            }
        }
    }
}

impl Way {
    fn open(settings: &RedisSettings) -> Result<Self, AppError> {
        let url = settings.url.expose();
        let certificates = certificates(settings)?;
        if settings.sentinels.is_empty() {
            let client = match certificates {
                Some(certificates) => Client::build_with_tls(url, certificates),
                None => Client::open(url),
            };
            return client.map(Self::Direct).map_err(|error| refused(&error));
        }
        let sentinels = sentinels(settings, certificates).map_err(|error| refused(&error))?;
        Ok(Self::Sentinels(Mutex::new(sentinels)))
    }

    async fn primary(&self) -> RedisResult<Client> {
        match self {
            Self::Direct(client) => Ok(client.clone()),
            Self::Sentinels(sentinels) => {
                let mut sentinels = sentinels.lock().await;
                timeout(PATIENCE, sentinels.async_get_client())
                    .await
                    .unwrap_or_else(|_| Err(no_sentinel()))
            }
        }
    }
}

/// In the middle of a renewal the certificate may not fit its key: the next connection sees both.
fn unusable(error: &AppError) -> RedisError {
    let detail = error.to_string();
    RedisError::from((ErrorKind::InvalidClientConfig, "certificates", detail))
}

fn no_sentinel() -> RedisError {
    RedisError::from((ErrorKind::Io, "no Sentinel answers in time"))
}

/// The address of the URL is not used: the Sentinels say it. The rest is: TLS, user, password, database.
fn sentinels(
    settings: &RedisSettings,
    certificates: Option<TlsCertificates>,
) -> RedisResult<SentinelClient> {
    let info = settings.url.expose().into_connection_info()?;
    let is_tls = matches!(info.addr(), ConnectionAddr::TcpTls { .. });
    let addresses = settings
        .sentinels
        .iter()
        .map(|sentinel| sentinel_address(sentinel, is_tls));
    let mut builder = SentinelClientBuilder::new(
        addresses,
        &settings.sentinel_primary,
        SentinelServerType::Master,
    )?;
    let redis = info.redis_settings();
    builder = builder.set_client_to_redis_db(redis.db());
    if let Some(username) = redis.username() {
        builder = builder.set_client_to_redis_username(username);
    }
    if let Some(password) = redis.password() {
        builder = builder.set_client_to_redis_password(password);
    }
    let password = settings.sentinel_password.expose();
    if !password.is_empty() {
        builder = builder.set_client_to_sentinel_password(password);
    }
    if is_tls {
        builder = builder
            .set_client_to_redis_tls_mode(TlsMode::Secure)
            .set_client_to_sentinel_tls_mode(TlsMode::Secure);
    }
    if let Some(certificates) = certificates {
        builder = builder
            .set_client_to_redis_certificates(certificates.clone())
            .set_client_to_sentinel_certificates(certificates);
    }
    builder.build()
}

fn sentinel_address(text: &str, is_tls: bool) -> ConnectionAddr {
    let (host, port) = match text.rsplit_once(':') {
        Some((host, port)) => (host, port.parse().unwrap_or(SENTINEL_PORT)),
        None => (text, SENTINEL_PORT),
    };
    if is_tls {
        ConnectionAddr::TcpTls {
            host: host.to_owned(),
            port,
            insecure: false,
            tls_params: None,
        }
    } else {
        ConnectionAddr::Tcp(host.to_owned(), port)
    }
}

fn certificates(settings: &RedisSettings) -> Result<Option<TlsCertificates>, AppError> {
    if !settings.has_certificates() {
        return Ok(None);
    }
    let root_cert = read("redis.ca_file", &settings.ca_file)?;
    let client_cert = read(
        "redis.client_certificate_file",
        &settings.client_certificate_file,
    )?;
    let client_key = read("redis.client_key_file", &settings.client_key_file)?;
    let client_tls = client_cert
        .zip(client_key)
        .map(|(client_cert, client_key)| ClientTlsConfig {
            client_cert,
            client_key,
        });
    Ok(Some(TlsCertificates {
        client_tls,
        root_cert,
    }))
}

fn read(key: &str, path: &Path) -> Result<Option<Vec<u8>>, AppError> {
    if path.as_os_str().is_empty() {
        return Ok(None);
    }
    let bytes = fs::read(path)
        .map_err(|error| AppError::BadInput(format!("{key}: the file cannot be read: {error}")))?;
    Ok(Some(bytes))
}

/// The library's words name the fault and quote nothing of the URL.
fn refused(error: &RedisError) -> AppError {
    AppError::BadInput(format!("Redis can't be used as it is configured: {error}"))
}
