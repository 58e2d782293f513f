//! The operations that run on one socket.

use std::collections::HashMap;

use futures_util::stream::{AbortHandle, LocalBoxStream, SelectAll, StreamExt, abortable};
use futures_util::{Stream, stream};

use crate::execute::Answer;

/// Something that an operation has to say.
pub(super) enum Event {
    /// An answer.
    Answer(String, Box<Answer>),
    /// It is over.
    Over(String),
}

/// Operations by their id. Aborting one drops its stream, and with it all it holds.
#[derive(Default)]
pub(super) struct Running {
    streams: SelectAll<LocalBoxStream<'static, Event>>,
    handles: HashMap<String, AbortHandle>,
}

impl Running {
    pub fn len(&self) -> usize {
        self.handles.len()
    }

    pub fn contains(&self, id: &str) -> bool {
        self.handles.contains_key(id)
    }

    pub fn start(&mut self, id: String, answers: impl Stream<Item = Answer> + 'static) {
        let (answers, handle) = abortable(answers);
        let for_answers = id.clone();
        let over = stream::iter([Event::Over(id.clone())]);
        let events = answers
            .map(move |answer| Event::Answer(for_answers.clone(), Box::new(answer)))
            .chain(over);
        self.streams.push(events.boxed_local());
        self.handles.insert(id, handle);
    }

    /// Stops an operation; what it still says is not heard.
    pub fn stop(&mut self, id: &str) -> bool {
        self.handles
            .remove(id)
            .inspect(AbortHandle::abort)
            .is_some()
    }

    /// The next event. Waits forever if nothing runs.
    pub async fn next(&mut self) -> Event {
        match self.streams.next().await {
            Some(event) => event,
            None => std::future::pending().await,
        }
    }
}
