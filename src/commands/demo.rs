//! `xorb demo`: the house, a weak site and the guide, in one process.

use std::time::Instant;

use tokio_util::sync::CancellationToken;
use xorb_domain::rng::SystemRng;
use xorb_domain::settings::Settings;

use super::serve::live;
use crate::application::Application;
use crate::demo::{DemoFolder, Tour, WeakSite, demo_settings, listen};
use crate::telemetry::Telemetry;
use crate::{logging, shutdown, startup};

/// Walks through the tour, then serves until it is asked to stop, or ends if `exit`. Of `own`, the demo takes the data folder,
/// the listeners and how to log.
///
/// # Errors
/// If something in the tour is not as it must be.
pub(crate) fn demo(own: &Settings, exit: bool) -> anyhow::Result<()> {
    let begun = Instant::now();
    let folder = DemoFolder::take(&own.data_dir)?;
    let settings = demo_settings(own, folder.path())?;
    let runtime = tokio::runtime::Runtime::new()?;
    let telemetry = Telemetry::open(&settings.telemetry, runtime.handle())?;
    logging::start(&settings.log, &telemetry)?;
    let shown = runtime.block_on(show(settings, exit, begun));
    telemetry.close();
    shown
}

async fn show(mut settings: Settings, exit: bool, begun: Instant) -> anyhow::Result<()> {
    let stop = shutdown::on_signal()?;
    let _data_dir = startup::prepare_data_dir(&settings)?;
    let (listeners, taken) = listen(&mut settings)?;
    let tour = Tour {
        base: startup::url_of(settings.http.listen, settings.http.tls().is_some()),
        taken,
        data_dir: settings.data_dir.clone(),
        site: WeakSite::start()?,
        begun,
    };
    let target = tour.site.address();
    let permit = move |application: &Application| {
        let policy = application.core().network.policy();
        policy.permit_private_target(target);
    };
    let serving = async {
        let served = Box::pin(live(settings, listeners, stop.clone(), permit)).await;
        stop.cancel();
        served
    };
    let (served, toured) = tokio::join!(serving, guide(&tour, exit, &stop));
    served.and(toured)
}

/// The tour, unless it is asked to stop before its end.
async fn guide(tour: &Tour, exit: bool, stop: &CancellationToken) -> anyhow::Result<()> {
    let rng = SystemRng::default();
    let toured = tokio::select! {
        toured = tour.walk(&rng) => toured,
        () = stop.cancelled() => Ok(()),
    };
    if exit || toured.is_err() {
        stop.cancel();
    }
    toured
}
