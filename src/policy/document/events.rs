use alloc::vec::Vec;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::one_or_many::OneOrMany;
use crate::data::{DataError, Fields, Node, Path, one_or_many, word};
use crate::name::Event;

/// The events that may start a pipeline.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EventsDocument {
    /// One of these.
    Matching(Vec<Event>),
    /// Any but these.
    Except(Vec<Event>),
}

impl From<Event> for EventsDocument {
    fn from(event: Event) -> Self {
        Self::Matching(Vec::from([event]))
    }
}

impl EventsDocument {
    pub(super) fn read(node: Node<'_>, path: &Path<'_>) -> Result<Self, DataError> {
        match node {
            Node::Table(_) => {
                let mut fields = Fields::open(node, path)?;
                let except =
                    fields.required("except", "except = \"schedule\"", one_or_many(event()))?;
                fields.close(Self::Except(except))
            }
            Node::Text(_) | Node::List(_) => one_or_many(event())(node, path).map(Self::Matching),
            node => Err(node.wrong_type("an event such as \"push\", a list or { except }", path)),
        }
    }

    pub(crate) fn all(&self) -> &[Event] {
        match self {
            Self::Matching(events) | Self::Except(events) => events,
        }
    }
}

fn event<'de>() -> impl Fn(Node<'de>, &Path<'_>) -> Result<Event, DataError> {
    word(|| Event::all().map(|event| (event.as_str(), event)))
}

/// One event as itself, several as a list, exceptions in a table.
impl Serialize for EventsDocument {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Matching(events) => OneOrMany(events).serialize(serializer),
            Self::Except(events) => {
                let mut table = serializer.serialize_map(Some(1))?;
                table.serialize_entry("except", &OneOrMany(events))?;
                table.end()
            }
        }
    }
}
