//! Whole requests: who sends them, and what is broken about them.

use serde_json::json;

use super::broken::{break_text, break_value};
use super::documents::Document;
use super::model::Model;
use super::random::Random;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sender {
    Nobody,
    Owner,
    OtherTenant,
}

#[derive(Debug)]
pub struct Request {
    pub sender: Sender,
    pub body: String,
}

/// Ids that answers have shown, whoever saw them: all tenants try them all.
const MOST_IDS: usize = 400;

pub struct Requests {
    random: Random,
    model: Model,
    ids: Vec<String>,
}

impl Requests {
    pub fn new(seed: u64) -> Self {
        let made_up = [
            "scan_00000000000000000000000000",
            "asset_zz",
            "user_",
            "_",
            "",
        ];
        Self {
            random: Random::new(seed),
            model: Model::of_the_schema(),
            ids: made_up.map(str::to_owned).to_vec(),
        }
    }

    pub fn make(&mut self) -> Request {
        let random = &mut self.random;
        let sender = match random.below(10) {
            0 => Sender::Nobody,
            1 | 2 => Sender::OtherTenant,
            _ => Sender::Owner,
        };
        let (mut query, mut variables) = Document::make(random, &self.model, &self.ids);
        if random.percent(10) {
            query = break_text(random, &query);
        }
        if random.percent(10) {
            break_value(random, &mut variables);
        }
        let mut body = json!({ "query": query, "variables": variables }).to_string();
        if random.percent(3) {
            body = break_text(random, &body);
        }
        Request { sender, body }
    }

    /// Keeps the ids of an answer for later requests.
    pub fn learn(&mut self, answer: &str) {
        for text in answer.split('"').filter(|text| is_id(text)) {
            if self.ids.len() < MOST_IDS {
                self.ids.push(text.to_owned());
            } else {
                let place = self.random.below(MOST_IDS);
                text.clone_into(&mut self.ids[place]);
            }
        }
    }
}

fn is_id(text: &str) -> bool {
    let parts = text.rsplit_once('_');
    parts.is_some_and(|(prefix, rest)| {
        !prefix.is_empty()
            && rest.len() == 26
            && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}
