//! Policies as plain data, as a file has them: for tools that write policies or
//! make them in code.
//!
//! Start at [`PolicyDocument`];
//! [`Policy::new`](crate::Policy::new) checks one.
//!
//! # Examples
//!
//! A policy that is written in Rust. Each document has a constructor for what is required;
//! everything else is a public field. A string is a tag that always moves; in a list with
//! tags that do not, the strings need `into()`:
//!
//! ```
//! use tagwright::context::Event;
//! use tagwright::document::{
//!     ConditionsDocument, ImageDocument, Moves, PrereleaseFilter, ReleaseDocument, RuleDocument,
//!     TagDocument,
//! };
//! use tagwright::{CiContext, Policy, PolicyDocument};
//!
//! let mut image = ImageDocument::new("{project}", "registry.example.com/team");
//! image.cache = Some("{project}-cache".into());
//!
//! let mut main = ConditionsDocument::branch("main");
//! main.event = Some(Event::Push.into());
//! let versions = ReleaseDocument::new("v", PrereleaseFilter::Exclude);
//! let rules = [
//!     RuleDocument::new("main", main, ["main-{short_sha}", "edge"]),
//!     RuleDocument::new("release", ConditionsDocument::release(versions), [
//!         "{version}".into(),
//!         TagDocument::new("{major}", Moves::Highest),
//!         TagDocument::new("latest", Moves::Highest),
//!     ]),
//! ];
//!
//! let mut document = PolicyDocument::new([image], rules);
//! document.build_args = ["VERSION={version}", "VCS_REF={sha}"].into_iter().collect();
//! document.env = ["IMAGE_TAG={image_tag}"].into_iter().collect();
//! let policy = Policy::new(document)?;
//!
//! let sha = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";
//! let context = CiContext::tag("server", "v1.2.0", sha)?.with_versions(["v1.2.0", "v2.0.0"])?;
//! let plan = policy.plan(&context)?;
//! let tags: Vec<&str> = plan.tags().iter().map(|planned| planned.tag.as_str()).collect();
//! assert_eq!(tags, ["1.2.0", "1"], "2.0.0 is latest");
//! assert_eq!(plan.build_args().get("VERSION"), Some("1.2.0"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod accept;
mod assignments;
mod conditions;
mod empty_labels;
mod events;
mod finding_code;
mod image;
mod names;
mod one_or_many;
pub(crate) mod policy;
mod release;
mod rule;
mod slug;
mod tag;
mod tag_constraint;
mod value;
mod variant;
mod version_scheme;

pub use accept::AcceptDocument;
pub use assignments::Assignments;
pub use conditions::{ConditionsDocument, PullRequestDocument};
pub use empty_labels::EmptyLabels;
pub use events::EventsDocument;
pub use finding_code::FindingCode;
pub use image::{ImageDocument, NameCase};
pub use names::NamesDocument;
pub use policy::BuilderDocument;
pub use release::{BuildMetadata, PrereleaseFilter, ReleaseCondition, ReleaseDocument};
pub use rule::RuleDocument;
pub use slug::SlugDocument;
pub use tag::{Moves, TagDocument};
pub use tag_constraint::TagConstraint;
pub use value::ValueDocument;
pub use variant::VariantDocument;
pub use version_scheme::VersionScheme;

pub use super::error::PolicyErrorKind;
pub use super::proof::Counterexample;

pub(crate) use policy::PolicyDocument;
