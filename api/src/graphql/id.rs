//! Typed ids where they come in: the scalar `ID`, parsed strictly, so that no resolver sees an id of another kind.

use std::borrow::Cow;
use std::fmt::Display;
use std::str::FromStr;

use async_graphql::registry::Registry;
use async_graphql::{ID, InputType, InputValueError, InputValueResult, Value};
use uuid::Uuid;
use xorb_entities::ids::IdError;

/// An argument or input field that takes the id of one kind of object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Id<T>(pub T);

impl<T: Into<Uuid>> Id<T> {
    /// The id without its kind, as the domain takes it.
    pub fn uuid(self) -> Uuid {
        self.0.into()
    }
}

impl<T> InputType for Id<T>
where
    T: FromStr<Err = IdError> + Display + Send + Sync,
{
    type RawValueType = Self;

    fn type_name() -> Cow<'static, str> {
        <ID as InputType>::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        <ID as InputType>::create_type_info(registry)
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        match value {
            Some(Value::String(text)) => text.parse().map(Self).map_err(InputValueError::custom),
            _ => Err(InputValueError::custom("an id is a string")),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }

    fn as_raw_value(&self) -> Option<&Self::RawValueType> {
        Some(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use xorb_entities::ids::{AssetId, ScanId};

    #[test]
    fn an_id_of_another_kind_is_refused() {
        let asset = AssetId::from(Uuid::max()).to_string();
        let refused: InputValueResult<Id<ScanId>> = InputType::parse(Some(Value::from(asset)));
        assert!(refused.is_err());
    }
}
