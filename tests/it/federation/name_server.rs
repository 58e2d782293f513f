//! A name server on loopback that knows TXT records.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::net::UdpSocket;
use tokio::task::JoinHandle;

#[derive(Default)]
struct Records(Mutex<HashMap<String, String>>);

pub struct NameServer {
    pub address: SocketAddr,
    records: Arc<Records>,
    task: JoinHandle<()>,
}

impl NameServer {
    pub async fn start() -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let address = socket.local_addr().unwrap();
        let records = Arc::<Records>::default();
        let known = Arc::clone(&records);
        let task = tokio::spawn(async move {
            let mut buffer = [0; 1_500];
            while let Ok((length, from)) = socket.recv_from(&mut buffer).await {
                let answer = known.answer(&buffer[..length]);
                let _ = socket.send_to(&answer, from).await;
            }
        });
        Self {
            address,
            records,
            task,
        }
    }

    /// Publishes a record.
    pub fn publish(&self, name: &str, text: &str) {
        let mut records = self.records.0.lock().unwrap();
        records.insert(name.to_owned(), text.to_owned());
    }
}

impl Drop for NameServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Records {
    fn answer(&self, question: &[u8]) -> Vec<u8> {
        let (mut at, mut labels) = (12, Vec::new());
        while question[at] != 0 {
            let length = usize::from(question[at]);
            labels.push(String::from_utf8_lossy(&question[at + 1..at + 1 + length]).into_owned());
            at += 1 + length;
        }
        let mut answer = question[..at + 5].to_vec();
        answer[2..4].copy_from_slice(&[0x81, 0x80]);
        answer[6..12].fill(0);
        match self.0.lock().unwrap().get(&labels.join(".")) {
            Some(text) => {
                answer[7] = 1;
                let length = u8::try_from(text.len()).unwrap();
                answer.extend([0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 60, 0, length + 1, length]);
                answer.extend(text.bytes());
            }
            None => answer[3] = 0x83,
        }
        answer
    }
}
