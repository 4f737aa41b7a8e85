use alloc::borrow::Cow;
use alloc::vec::Vec;

use crate::policy::language::RepositoryParts;
use crate::policy::{Content, Image, ImageSet, NameCase, Policy, Rule, RuleTag, Template, Variant};

/// The repositories of a policy, as far as they tell references apart.
///
/// If the name of every image is the same in all builds of one project, two references
/// are equal if their tags are, and their repositories. Otherwise whole references are
/// compared, as one text each.
pub(crate) struct Repositories<'a> {
    images: Vec<(&'a Image, Template)>,
    vary: bool,
}

/// What of a tag is compared with others.
#[derive(Debug)]
pub(crate) struct ComparedTag<'a> {
    /// The tag, or the whole reference.
    pub(crate) template: Cow<'a, Template>,
    /// The parts of the template that are the repository.
    pub(crate) repository: Option<RepositoryParts>,
    /// The repositories that it is compared in, by the first image of each; and of a
    /// whole reference, its image.
    pub(crate) images: ImageSet,
}

impl<'a> ComparedTag<'a> {
    pub(crate) fn tag(template: &'a Template, images: ImageSet) -> Self {
        Self { template: Cow::Borrowed(template), repository: None, images }
    }
}

impl<'a> Repositories<'a> {
    pub(crate) fn new(policy: &'a Policy) -> Self {
        let images = policy.images().iter().map(|image| (image, image.repository())).collect();
        Self { images, vary: policy.images().iter().any(Image::varies) }
    }

    pub(crate) fn vary(&self) -> bool {
        self.vary
    }

    /// What is compared of a tag of a rule in one build.
    pub(crate) fn of(
        &self,
        rule: &Rule,
        tag: &'a RuleTag,
        build: usize,
        variant: &Variant,
    ) -> Vec<ComparedTag<'a>> {
        let tag = tag.template_in(build);
        if !self.vary {
            let firsts = rule.images.iter().filter_map(|index| self.first(index, ImageSet::ALL));
            let firsts = firsts.fold(ImageSet::NONE, |all, first| all.or(ImageSet::only(first)));
            return Vec::from([ComparedTag::tag(tag, firsts)]);
        }
        let of = |index: usize| {
            let (image, _) = self.images.get(index)?;
            let is_lowered = image.case == NameCase::Lower;
            let parts = |template: &Template| -> Vec<Content> {
                template.parts().iter().map(|part| part.content.clone()).collect()
            };
            let mut contents = parts(&image.repository_in(variant));
            contents.push(Content::Literal(":".into()));
            let repository = Some(RepositoryParts { count: contents.len(), is_lowered });
            contents.extend(parts(tag));
            let template = Cow::Owned(Template::of_contents(contents));
            Some(ComparedTag { template, repository, images: ImageSet::only(index) })
        };
        let is_first = |index: &usize| self.first(*index, rule.images) == Some(*index);
        rule.images.iter().filter(is_first).filter_map(of).collect()
    }

    /// The first of some images that is pushed to the repository of this one.
    fn first(&self, index: usize, among: ImageSet) -> Option<usize> {
        let (image, repository) = self.images.get(index)?;
        let is_same = |(other, same): &(&Image, Template)| {
            same == repository && (other.case == image.case || !image.varies())
        };
        among.iter().find(|index| self.images.get(*index).is_some_and(is_same))
    }
}
