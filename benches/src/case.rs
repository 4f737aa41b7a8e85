//! What is measured: groups of several ways to do the same thing.

pub(crate) struct Group {
    pub(crate) name: String,
    pub(crate) ways: Vec<Way>,
}

pub(crate) struct Way {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) work: Box<dyn Fn()>,
    pub(crate) limits: Vec<Limit>,
}

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Kind {
    /// The least that the work can cost, written by hand.
    Floor,
    Ours,
    /// Another crate. It need not give the same answer.
    Peer,
}

/// What a way is to reach.
#[derive(Clone, Copy)]
pub(crate) enum Limit {
    /// So many times what this way of the same group takes.
    Times(f64, &'static str),
    Nanoseconds(f64),
    Allocations(usize),
}

impl Group {
    pub(crate) fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ways: Vec::new() }
    }

    pub(crate) fn floor(self, name: &'static str, work: impl Fn() + 'static) -> Self {
        self.with(name, Kind::Floor, work)
    }

    pub(crate) fn ours(self, name: &'static str, work: impl Fn() + 'static) -> Self {
        self.with(name, Kind::Ours, work)
    }

    pub(crate) fn peer(self, name: &'static str, work: impl Fn() + 'static) -> Self {
        self.with(name, Kind::Peer, work)
    }

    /// Says what the way before is to reach.
    pub(crate) fn at_most(mut self, limits: impl IntoIterator<Item = Limit>) -> Self {
        self.ways.last_mut().expect("a way stands before its limits").limits.extend(limits);
        self
    }

    fn with(mut self, name: &'static str, kind: Kind, work: impl Fn() + 'static) -> Self {
        self.ways.push(Way { name, kind, work: Box::new(work), limits: Vec::new() });
        self
    }

    pub(crate) fn id(&self, way: &Way) -> String {
        format!("{}/{}", self.name, way.name)
    }
}
