//! What the database itself refuses, whatever the program does: the migrated schema, on both databases.

mod migrations;
