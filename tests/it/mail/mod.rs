//! Mails over real SMTP: what arrives, in which form, and what becomes of a mail that does not.

mod over_smtp;
