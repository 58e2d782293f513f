//! The life of a serving process, from its listeners to its last answer.

use std::sync::Arc;

use tokio_util::sync::CancellationToken;
use xorb_api::tls::Entrance;
use xorb_domain::settings::{Role, Settings};

use crate::application::Application;
use crate::backup::{path_of_database, sweep};
use crate::doors::Doors;
use crate::health::Health;
use crate::startup::{self, AdminServer, DatabaseState, Listeners, Sources, WaitingRoom};
use crate::supervisor::Supervisor;
use crate::telemetry::Telemetry;
use crate::{greeting, logging, shutdown};

/// Runs `xorb`, `xorb api` or `xorb worker` until it is asked to stop.
pub(crate) fn serve(mut settings: Settings) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Runtime::new()?;
    let telemetry = Telemetry::open(&settings.telemetry, runtime.handle())?;
    logging::start(&settings.log, &telemetry)?;
    let served = runtime.block_on(async {
        let stop = shutdown::on_signal()?;
        let _data_dir = startup::prepare_data_dir(&settings)?;
        if let Ok(database) = path_of_database(&settings) {
            sweep(&database);
        }
        let listeners = Listeners::bind(&mut settings)?;
        let role = settings.role;
        let greet = |application: &Application| {
            if role == Role::Embedded {
                greeting::print(application);
            }
        };
        live(settings, listeners, stop, greet).await
    });
    telemetry.close();
    served
}

/// Serves on these listeners until `stop`. `opened` is called once the house is open, before it serves.
pub(crate) async fn live(
    settings: Settings,
    Listeners { http, admin }: Listeners,
    stop: CancellationToken,
    opened: impl FnOnce(&Application),
) -> anyhow::Result<()> {
    let role = settings.role;
    let doors = Doors::of(http.as_ref(), &admin);
    doors.watch(&stop);
    let health = Health::new(doors);
    let ended = stop.clone();
    let supervised = Supervisor::of_this_process()
        .map(|supervisor| tokio::spawn(supervisor.tell(Arc::clone(&health), stop.clone())));
    let mut admin_server = AdminServer::start(&health, admin, None)?;
    tracing::info!(
        %role,
        version = env!("CARGO_PKG_VERSION"),
        http = http.as_ref().map(|_| startup::url_of(settings.http.listen, settings.http.tls().is_some())),
        admin = startup::url_of(settings.admin.listen, settings.admin.tls().is_some()),
        "listening"
    );
    if let Some(application) = open_house(&settings, http.as_ref(), &health, &stop).await? {
        health.opened(&application);
        admin_server = admin_server
            .let_in(&health, application.operators())
            .await?;
        opened(&application);
        application.run(http, stop).await?;
    }
    admin_server.stop().await?;
    ended.cancel();
    if let Some(supervised) = supervised {
        supervised.await?;
    }
    tracing::info!("stopped");
    Ok(())
}

/// Opens the house. Embedded, whoever comes before that is told why it is not open yet; an API is not there until then.
/// `None` if it came to a stop first.
async fn open_house(
    settings: &Settings,
    http: Option<&Entrance>,
    health: &Arc<Health>,
    stop: &CancellationToken,
) -> anyhow::Result<Option<Application>> {
    let waiting_room = match http {
        Some(http) if settings.role == Role::Embedded => {
            Some(WaitingRoom::open(http, Arc::clone(health))?)
        }
        _ => None,
    };
    let application = build_house(settings, health, stop).await;
    if let Some(waiting_room) = waiting_room {
        waiting_room.close().await?;
    }
    if let (Ok(Some(_)), Some(http)) = (&application, http) {
        startup::listen("http", http)?;
    }
    application
}

/// Builds the house as soon as the database is usable, and anew if it goes away in the middle. Then erasures that the
/// database has forgotten are done again.
async fn build_house(
    settings: &Settings,
    health: &Health,
    stop: &CancellationToken,
) -> anyhow::Result<Option<Application>> {
    while wait_for_database(settings, health, stop).await? {
        match Application::build(settings.clone(), Sources::of_this_machine()).await {
            Ok(application) => {
                let is_replayed = startup::replay_erasures(application.core(), health, stop).await;
                return Ok(is_replayed.then_some(application));
            }
            Err(error) if is_away(settings).await => {
                let error = format!("{error:#}");
                tracing::warn!(error, "the database went away during the start");
            }
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}

async fn is_away(settings: &Settings) -> bool {
    matches!(
        startup::look(settings).await,
        Ok(DatabaseState::NotYet { .. })
    )
}

/// Embedded, the schema is made; `api` and `worker` wait for someone who may. False if it came to a stop before that.
async fn wait_for_database(
    settings: &Settings,
    health: &Health,
    stop: &CancellationToken,
) -> anyhow::Result<bool> {
    startup::wait_until_usable(health.waiting_for(), stop, async || {
        if settings.role == Role::Embedded {
            startup::migrate(settings).await
        } else {
            startup::look(settings).await
        }
    })
    .await
}
