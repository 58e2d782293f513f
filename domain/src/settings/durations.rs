//! Durations in the configuration are whole numbers with the unit in the key's name.

macro_rules! duration_unit {
    ($unit:ident, $millis:expr) => {
        pub(super) mod $unit {
            use std::time::Duration;

            use serde::{Deserialize, Deserializer, Serializer};

            pub fn deserialize<'de, D: Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Duration, D::Error> {
                u64::deserialize(deserializer)
                    .map(|value| Duration::from_millis(value.saturating_mul($millis)))
            }

            pub fn serialize<S: Serializer>(
                value: &Duration,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                serializer
                    .serialize_u64(u64::try_from(value.as_millis() / $millis).unwrap_or(u64::MAX))
            }
        }
    };
}

duration_unit!(milliseconds, 1);
duration_unit!(seconds, 1_000);
duration_unit!(minutes, 60_000);
duration_unit!(hours, 3_600_000);
duration_unit!(days, 86_400_000);
