use alloc::collections::BTreeMap;
use alloc::string::String;

use proptest::option;
use proptest::prelude::{Just, Strategy, prop_oneof};
use proptest::sample::select;

use super::policy::Universe;
use crate::name::{SlugCase, SlugEdges, SlugOptions, SlugRules, SlugRuns};
use crate::policy::document::{PolicyDocument, SlugDocument};

impl Universe {
    /// The policy's own slug, another that its tags may have, and one of paths.
    pub(super) fn slugs(
        &self,
    ) -> impl Strategy<Value = (SlugOptions, BTreeMap<String, SlugDocument>)> + use<> {
        let path = |mut options: SlugOptions| {
            options.keep.push('/');
            options.empty = Some("x".into());
            if SlugRules::new(options.clone()).is_err() {
                options.empty = None;
            }
            options
        };
        (self.slug(), self.slug(), self.slug().prop_map(path)).prop_map(|(own, other, path)| {
            let capture = SlugDocument { of: Some(Self::CAPTURE.into()), options: other.clone() };
            let all =
                [("other", other.into()), ("path", path.into()), (Self::SLUG_OF_CAPTURE, capture)];
            (own, all.map(|(name, slug)| (name.into(), slug)).into())
        })
    }

    fn slug(&self) -> impl Strategy<Value = SlugOptions> + use<> {
        (
            select(&[SlugCase::Keep, SlugCase::Lower][..]),
            (
                select(&["", "", ".", "_", "._", "-"][..]),
                select(&["-", "-", "-", "-", "-", "-", "_", ".", ""][..]),
            ),
            select(&[SlugRuns::Keep, SlugRuns::Collapse, SlugRuns::Replaced][..]),
            prop_oneof![self.slug_lengths.clone(), Just(40.min(*self.slug_lengths.end()))],
            select(&[SlugEdges::Keep, SlugEdges::Trim, SlugEdges::Legal][..]),
            option::of(select(&["a", "b", "none"][..])),
            prop_oneof![9 => Just(0), 1 => 4..=10_usize],
        )
            .prop_map(
                |(case, (keep, replacement), runs, max_length, edges, empty, distinct)| {
                    let mut options = SlugOptions {
                        case,
                        keep: keep.into(),
                        replacement: replacement.into(),
                        runs: match runs {
                            SlugRuns::Collapse if replacement.is_empty() => SlugRuns::Keep,
                            runs => runs,
                        },
                        max_length: max_length.max(distinct + 2),
                        edges,
                        empty: empty.map(Into::into),
                        distinct,
                    };
                    if SlugRules::new(options.clone()).is_err() {
                        options.empty = None;
                    }
                    options
                },
            )
    }
}

/// Without the slugs that no template uses, which a policy does not declare.
pub(super) fn with_used_slugs(mut document: PolicyDocument) -> PolicyDocument {
    let PolicyDocument { images, rules, build_args, labels, env, .. } = &document;
    let templates = alloc::format!("{images:?}{rules:?}{build_args:?}{labels:?}{env:?}");
    document.slugs.retain(|name, _| templates.contains(&alloc::format!("{{slug:{name}}}")));
    document
}
