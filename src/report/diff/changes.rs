use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::change::{Change, ChangedPart as Part};
use crate::plan::{Pairs, Plan, PlannedImage, PlannedTag};

/// What is different in two plans, of which one may not be.
///
/// Nothing where, and only where, they are equal.
pub(super) fn changes(before: Option<&Plan>, after: Option<&Plan>) -> Vec<Change> {
    let mut found = Vec::new();
    let sides = [before, after];
    let mut one = |part, of: &dyn Fn(&Plan) -> Option<String>| {
        let [before, after] = sides.map(|plan| plan.and_then(of));
        if before != after {
            found.push(Change { part, name: String::new(), before, after });
        }
    };
    one(Part::Primary, &|plan| Some(plan.tags().primary().tag().to_string()));
    one(Part::Slug, &|plan| plan.slug().map(ToString::to_string));
    one(Part::Builder, &|plan| plan.builder_image().map(ToString::to_string));
    one(Part::Workspace, &|plan| plan.workspace().map(ToString::to_string));

    let mut list = |part, order, details: &[_], of: &dyn Fn(&Plan) -> Vec<Item>| {
        let sides = sides.map(|plan| plan.map(of).unwrap_or_default());
        List { part, order, details }.compare(sides, &mut found);
    };
    list(Part::Tag, Part::TagOrder, &[Part::Rule], &|plan| plan.tags().iter().map(tag).collect());
    list(Part::Undecided, Part::TagOrder, &[Part::Rule], &|plan| {
        plan.undecided().iter().map(tag).collect()
    });
    list(Part::Image, Part::ImageOrder, &[Part::Pull, Part::Cache], &|plan| {
        let image = |image: &PlannedImage| {
            let suffix = match image.suffix() {
                "" => String::new(),
                suffix => format!(" with suffix {suffix}"),
            };
            let name = format!("{}{suffix}", image.push());
            let pull = image.pull.as_ref().map(ToString::to_string);
            Item::new(name.clone(), name).with(pull).with(image.cache().map(ToString::to_string))
        };
        plan.images().map(image).collect()
    });
    list(Part::BuildArg, Part::BuildArgOrder, &[], &|plan| pairs(plan.build_args()));
    list(Part::Label, Part::LabelOrder, &[], &|plan| pairs(plan.labels()));
    list(Part::Env, Part::EnvOrder, &[], &|plan| pairs(plan.env()));
    found.sort_by_key(|change| change.part);
    found
}

fn tag(planned: &PlannedTag) -> Item {
    Item::new(planned.tag().to_string(), planned.kind().to_string())
        .with(Some(planned.rule().to_string()))
}

fn pairs(pairs: &Pairs) -> Vec<Item> {
    pairs.iter().map(|(key, value)| Item::new(key.into(), value.into())).collect()
}

/// Something that a plan has several of, known by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Item {
    name: String,
    value: String,
    /// What is told apart from the value.
    details: Vec<Option<String>>,
}

impl Item {
    fn new(name: String, value: String) -> Self {
        Self { name, value, details: Vec::new() }
    }

    fn with(mut self, detail: Option<String>) -> Self {
        self.details.push(detail);
        self
    }
}

/// How items of one kind are called when they differ.
struct List<'a> {
    part: Part,
    order: Part,
    details: &'a [Part],
}

impl List<'_> {
    fn compare(&self, [before, after]: [Vec<Item>; 2], found: &mut Vec<Change>) {
        if before == after {
            return;
        }
        let mut added: Vec<Option<&Item>> = after.iter().map(Some).collect();
        // Where each of the items that stay stands afterwards.
        let mut places = Vec::new();
        for old in &before {
            let is_twin = |item: Option<&Item>| item.is_some_and(|item| item.name == old.name);
            let place = added.iter().position(|item| is_twin(*item));
            let new = place.and_then(|place| added.get_mut(place)).and_then(Option::take);
            match new {
                None => Self::push(self.part, old, Some(&old.value), None, found),
                Some(new) => {
                    places.extend(place);
                    Self::push(self.part, old, Some(&old.value), Some(&new.value), found);
                    let details = old.details.iter().zip(&new.details);
                    for (part, (before, after)) in self.details.iter().zip(details) {
                        Self::push(*part, old, before.as_ref(), after.as_ref(), found);
                    }
                }
            }
        }
        for new in added.into_iter().flatten() {
            Self::push(self.part, new, None, Some(&new.value), found);
        }
        if !places.is_sorted() {
            let names = |items: &[Item], places: &[usize]| {
                let names = places.iter().filter_map(|place| items.get(*place));
                names.map(|item| &*item.name).collect::<Vec<_>>().join(", ")
            };
            let mut sorted = places.clone();
            sorted.sort_unstable();
            found.push(Change {
                part: self.order,
                name: String::new(),
                before: Some(names(&after, &places)),
                after: Some(names(&after, &sorted)),
            });
        }
    }

    fn push(
        part: Part,
        item: &Item,
        before: Option<&String>,
        after: Option<&String>,
        found: &mut Vec<Change>,
    ) {
        if before != after {
            let [before, after] = [before, after].map(Option::<&String>::cloned);
            found.push(Change { part, name: item.name.clone(), before, after });
        }
    }
}
