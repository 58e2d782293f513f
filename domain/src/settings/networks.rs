//! Lists of networks in the configuration: CIDR notation; a bare address means that address alone.

use serde::{Deserialize, Deserializer, Serializer, de::Error, ser::SerializeSeq};

use crate::net::Cidr;

pub(super) fn deserialize<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<Cidr>, D::Error> {
    let texts = Vec::<String>::deserialize(deserializer)?;
    let network = |text: &String| match text.parse() {
        Ok(address) => Ok(Cidr::single(address)),
        Err(_) => text.parse::<Cidr>().map_err(D::Error::custom),
    };
    texts.iter().map(network).collect()
}

pub(super) fn serialize<S: Serializer>(
    networks: &[Cidr],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut sequence = serializer.serialize_seq(Some(networks.len()))?;
    for network in networks {
        sequence.serialize_element(&network.to_string())?;
    }
    sequence.end()
}
