//! A mail server on loopback that keeps what it is given, and misbehaves when told to.

use crate::fixtures::TlsIdentity;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

/// How the sink speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speech {
    Plain,
    Starttls,
    Tls,
}

/// How it behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    Accept,
    /// Answers this command, such as `RCPT`, with this line.
    Answer(&'static str, &'static str),
    /// Sends a byte now and then, and never comes to an end.
    Drip,
    /// Takes the mail and goes without a word.
    Vanish,
}

/// A mail that was taken.
#[derive(Clone, Debug)]
pub struct Taken {
    pub from: String,
    pub to: String,
    pub auth: Option<String>,
    pub was_encrypted: bool,
    pub message: String,
}

pub struct SmtpSink {
    pub port: u16,
    /// The authority of its certificate, as PEM.
    pub authority: String,
    taken: Arc<Mutex<Vec<Taken>>>,
    manner: Arc<Mutex<Manner>>,
}

impl SmtpSink {
    pub async fn start(speech: Speech, manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let TlsIdentity { root, acceptor } = TlsIdentity::of("127.0.0.1");
        let authority = format!(
            "-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n",
            BASE64.encode(root)
        );
        let taken = Arc::<Mutex<Vec<Taken>>>::default();
        let manner = Arc::new(Mutex::new(manner));
        let (kept, shared) = (Arc::clone(&taken), Arc::clone(&manner));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let manner = *shared.lock().unwrap();
                let (acceptor, kept) = (acceptor.clone(), Arc::clone(&kept));
                // A client that hangs up is no matter of the test's.
                tokio::spawn(
                    async move { receive(stream, speech, manner, &acceptor, &kept).await },
                );
            }
        });
        Self {
            port,
            authority,
            taken,
            manner,
        }
    }

    pub fn taken(&self) -> Vec<Taken> {
        self.taken.lock().unwrap().clone()
    }

    pub fn behave(&self, manner: Manner) {
        *self.manner.lock().unwrap() = manner;
    }
}

async fn receive(
    stream: TcpStream,
    speech: Speech,
    manner: Manner,
    acceptor: &TlsAcceptor,
    kept: &Mutex<Vec<Taken>>,
) -> Option<()> {
    if speech == Speech::Tls {
        let stream = acceptor.accept(stream).await.ok()?;
        let mut talk = Talk::new(stream, manner, true);
        talk.say("220 sink").await?;
        talk.serve(false, kept).await?;
        return Some(());
    }
    let mut talk = Talk::new(stream, manner, false);
    talk.say("220 sink").await?;
    if talk.serve(speech == Speech::Starttls, kept).await? {
        let stream = acceptor.accept(talk.stream.into_inner()).await.ok()?;
        Talk::new(stream, manner, true).serve(false, kept).await?;
    }
    Some(())
}

struct Talk<S> {
    stream: BufReader<S>,
    manner: Manner,
    is_encrypted: bool,
    auth: Option<String>,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Talk<S> {
    fn new(stream: S, manner: Manner, is_encrypted: bool) -> Self {
        Self {
            stream: BufReader::new(stream),
            manner,
            is_encrypted,
            auth: None,
        }
    }

    async fn say(&mut self, line: &str) -> Option<()> {
        if self.manner == Manner::Drip {
            loop {
                self.stream.write_all(b"2").await.ok()?;
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
        self.stream
            .write_all(format!("{line}\r\n").as_bytes())
            .await
            .ok()
    }

    async fn line(&mut self) -> Option<String> {
        let mut line = String::new();
        let read = self.stream.read_line(&mut line).await.ok()?;
        (read > 0).then(|| line.trim_end().to_owned())
    }

    fn taken(&self, from: &str, to: &str, message: String) -> Taken {
        Taken {
            from: from.to_owned(),
            to: to.to_owned(),
            auth: self.auth.clone(),
            was_encrypted: self.is_encrypted,
            message,
        }
    }

    fn greeting(offers_tls: bool) -> String {
        let offer = if offers_tls { "250-STARTTLS\r\n" } else { "" };
        format!("250-sink\r\n{offer}250-AUTH PLAIN LOGIN\r\n250 8BITMIME")
    }

    /// Serves until the client leaves; true if it wants TLS now.
    async fn serve(&mut self, offers_tls: bool, kept: &Mutex<Vec<Taken>>) -> Option<bool> {
        let (mut from, mut to) = (String::new(), String::new());
        loop {
            let line = self.line().await?;
            let command = line
                .split([' ', ':'])
                .next()
                .unwrap_or_default()
                .to_ascii_uppercase();
            if let Manner::Answer(to, answer) = self.manner
                && to == command
            {
                self.say(answer).await?;
                continue;
            }
            match command.as_str() {
                "EHLO" => self.say(&Self::greeting(offers_tls)).await?,
                "STARTTLS" if offers_tls => {
                    self.say("220 go ahead").await?;
                    return Some(true);
                }
                "AUTH" => {
                    self.auth = Some(line);
                    self.say("235 welcome").await?;
                }
                "MAIL" => {
                    from = line;
                    self.say("250 ok").await?;
                }
                "RCPT" => {
                    to = line;
                    self.say("250 ok").await?;
                }
                "DATA" => {
                    self.say("354 go on").await?;
                    let message = self.message().await?;
                    kept.lock().unwrap().push(self.taken(&from, &to, message));
                    if self.manner == Manner::Vanish {
                        return None;
                    }
                    self.say("250 taken").await?;
                }
                "QUIT" => {
                    self.say("221 bye").await?;
                    return Some(false);
                }
                _ => self.say("500 what?").await?,
            }
        }
    }

    async fn message(&mut self) -> Option<String> {
        let mut message = String::new();
        loop {
            let line = self.line().await?;
            if line == "." {
                return Some(message);
            }
            message += line.strip_prefix('.').unwrap_or(&line);
            message += "\r\n";
        }
    }
}
