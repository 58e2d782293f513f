//! The tour: all steps in order.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Instant;

use xorb_domain::rng::Rng;

use super::WeakSite;
use super::api::Api;
use super::erasure::{Erasure, erase};
use super::farewell::{Farewell, farewell};
use super::mailbox::Mailbox;
use super::names::draw_password;
use super::people::work_together;
use super::scan::scan;
use super::screen::Screen;
use super::sign_up::{sign_up, wait_until_ready};

/// What the guide needs.
pub(crate) struct Tour {
    /// Where the server is.
    pub(crate) base: String,
    /// Where it was to be, if another program is there.
    pub(crate) taken: Option<SocketAddr>,
    pub(crate) data_dir: PathBuf,
    pub(crate) site: WeakSite,
    pub(crate) begun: Instant,
}

impl Tour {
    /// Walks through both main jobs.
    ///
    /// # Errors
    /// If a step is not as it must be: the demo never shows what has not happened.
    pub(crate) async fn walk(&self, rng: &dyn Rng) -> anyhow::Result<()> {
        let mut screen = Screen::new();
        let api = Api::anonymous(&self.base)?;
        self.greet(&screen);
        wait_until_ready(&api, &mut screen, self.begun).await?;
        let (names, olga) = sign_up(&api, &mut screen, &draw_password(rng)).await?;
        let findings = scan(&olga, &mut screen, &self.site).await?;
        let mailbox = Mailbox::of(&self.data_dir);
        work_together(&olga, &mut screen, &names, &mailbox, &findings).await?;
        let keys = self.data_dir.join("certificate-keys.json");
        let erasure = Erasure {
            olga: &olga,
            names: &names,
            mailbox: &mailbox,
            data_dir: &self.data_dir,
            keys: &keys,
        };
        let certificate = erase(&erasure, &mut screen).await?;
        let farewell_to = Farewell {
            base: api.base(),
            names: &names,
            certificate: &certificate,
            keys: &keys,
            data_dir: &self.data_dir,
        };
        farewell(&screen, &farewell_to);
        Ok(())
    }

    fn greet(&self, screen: &Screen) {
        screen.headline(
            "XORB, both main jobs step by step. The guide is a client of the API: every figure comes from there.",
        );
        screen.line(&format!("data in {}", self.data_dir.display()));
        if let Some(taken) = self.taken {
            screen.line(&format!(
                "{taken} is taken by another program, so this one is at {}",
                self.base
            ));
        }
    }
}
