use alloc::borrow::ToOwned;
use alloc::string::{String, ToString};
use core::convert::Infallible;

use regex::bytes::{Regex, RegexBuilder};
use regex_syntax::ParserBuilder;
use regex_syntax::ast::parse::Parser;
use regex_syntax::ast::{self, Ast, Flag, Visitor};
use regex_syntax::hir::{Class, Hir, HirKind, Repetition};

use super::error::{PolicyError, PolicyErrorKind};
use super::names::Named;
use super::variant::Variants;
use super::{foreign_pattern, limit};
use crate::data::Path;
use crate::name::{Quoted, RefName};

/// A pattern over the names of git refs or of projects, or over declared values: a text,
/// a glob, or a `/regex/`.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    source: String,
    matcher: Matcher,
    length: usize,
}

#[derive(Clone, Debug)]
enum Matcher {
    /// The source itself.
    Literal,
    /// The source, in which `*` is any run and `?` one character.
    Glob,
    /// Matches bytes, with ASCII classes, so that the meaning of `\d`, `\w` and `(?i)`
    /// does not depend on Unicode tables or on features that another crate enables.
    Regex(Regex),
}

impl Pattern {
    /// Parses a pattern over the names of git refs or of projects.
    pub(crate) fn parse(
        source: &str,
        named: Named<'_>,
        path: &Path<'_>,
    ) -> Result<Self, PolicyError> {
        let check = |source: &str, path: &Path<'_>| can_match(source, named, path);
        Self::parse_as(source, check, path)
    }

    /// Parses a pattern over declared values.
    pub(crate) fn of_values(source: &str, path: &Path<'_>) -> Result<Self, PolicyError> {
        foreign_pattern::check_value(source, path)?;
        Self::parse_as(source, |_, _| Ok(()), path)
    }

    /// Parses a pattern; `check` may reject a literal or a glob.
    fn parse_as(
        source: &str,
        check: impl Fn(&str, &Path<'_>) -> Result<(), PolicyError>,
        path: &Path<'_>,
    ) -> Result<Self, PolicyError> {
        limit::PATTERN.check(source.len(), path)?;
        let (matcher, length) = if let Some(rest) = source.strip_prefix('/') {
            let Some(expression) = rest.strip_suffix('/') else {
                let quoted = Quoted(source);
                let message = match foreign_pattern::with_flags(rest) {
                    Some(ours) => {
                        alloc::format!("{quoted} has text after the regex; write {}", Quoted(&ours))
                    }
                    None => alloc::format!(
                        "{quoted} begins with '/' and does not end with it; a regex is written between two, and no git ref begins with one"
                    ),
                };
                return Err(PolicyError::new(PolicyErrorKind::Pattern, path, message));
            };
            let (regex, length) = regex(expression, path)?;
            (Matcher::Regex(regex), length)
        } else {
            check(source, path)?;
            let is_glob = source.contains(['*', '?']);
            (if is_glob { Matcher::Glob } else { Matcher::Literal }, source.len())
        };
        Ok(Self { source: source.to_owned(), matcher, length })
    }

    pub(crate) fn source(&self) -> &str {
        &self.source
    }

    /// How many characters it has, with the repetitions of a regex written out.
    pub(crate) fn length(&self) -> usize {
        self.length
    }

    /// The one name that the pattern matches, if it is a text.
    pub(crate) fn literal(&self) -> Option<&str> {
        matches!(self.matcher, Matcher::Literal).then_some(&*self.source)
    }

    /// The glob, if it is one.
    pub(crate) fn glob(&self) -> Option<&str> {
        matches!(self.matcher, Matcher::Glob).then_some(&*self.source)
    }

    /// The expression between the slashes of a regex; `None` if the pattern is not a
    /// regex.
    pub(crate) fn regex(&self) -> Option<&str> {
        let is_regex = matches!(self.matcher, Matcher::Regex(_));
        self.source.strip_prefix('/')?.strip_suffix('/').filter(|_| is_regex)
    }

    /// The names of the groups of a regex.
    pub(crate) fn group_names(&self) -> impl Iterator<Item = &str> {
        let regex = if let Matcher::Regex(regex) = &self.matcher { Some(regex) } else { None };
        regex.into_iter().flat_map(|regex| regex.capture_names().flatten())
    }

    /// What a group has of a name, if the pattern matches it and sets the group.
    pub(crate) fn captured<'n>(&self, group: &str, name: &'n str) -> Option<&'n [u8]> {
        let Matcher::Regex(regex) = &self.matcher else { return None };
        Some(regex.captures(name.as_bytes())?.name(group)?.as_bytes())
    }

    pub(crate) fn matches(&self, name: &str) -> bool {
        match &self.matcher {
            Matcher::Literal => self.source == name,
            Matcher::Glob => glob_matches(&self.source, name),
            Matcher::Regex(regex) => regex.is_match(name.as_bytes()),
        }
    }
}

/// Runs in time pattern × name at worst. Only the last `*` seen may still have to grow,
/// because a longer run for an earlier one gains nothing.
fn glob_matches(glob: &str, name: &str) -> bool {
    let (mut pattern, mut text) = (glob.chars(), name.chars());
    // Where to continue after a mismatch: after the last `*`, which takes one more
    // character.
    let mut retry: Option<(core::str::Chars<'_>, core::str::Chars<'_>)> = None;
    loop {
        let mut next_pattern = pattern.clone();
        match next_pattern.next() {
            Some('*') => {
                pattern = next_pattern;
                retry = Some((pattern.clone(), text.clone()));
                continue;
            }
            Some(wanted) => {
                let mut next_text = text.clone();
                if next_text.next().is_some_and(|found| wanted == '?' || wanted == found) {
                    (pattern, text) = (next_pattern, next_text);
                    continue;
                }
            }
            None if text.clone().next().is_none() => return true,
            None => {}
        }
        let Some((after_star, from)) = &mut retry else { return false };
        if from.next().is_none() {
            return false;
        }
        (pattern, text) = (after_star.clone(), from.clone());
    }
}

/// Refuses a text or glob that no git ref can meet, or no project.
///
/// If any filling of the wildcards is legal, the filling with letters is: a
/// letter parts what is forbidden together and begins and ends nothing badly.
fn can_match(source: &str, named: Named<'_>, path: &Path<'_>) -> Result<(), PolicyError> {
    let quoted = Quoted(source);
    if let Some(remedy) = foreign_pattern::remedy(source) {
        let message = alloc::format!("{quoted} {remedy}");
        return Err(PolicyError::new(PolicyErrorKind::Pattern, path, message));
    }
    let filled = source.replace(['*', '?'], "a");
    match named {
        Named::Ref | Named::Target => {}
        Named::Project => return project_can_match(source, path),
        Named::Variant(variants) => return variant_can_match(source, variants, path),
    }
    let Err(error) = RefName::new(filled) else { return Ok(()) };
    let index = error.index();
    let found = source.get(index..).and_then(|rest| rest.chars().next());
    let message = match found {
        Some(found @ ('[' | '^' | '\\')) => alloc::format!(
            "{quoted} can never match: unexpected {found:?} at byte {index}; write a regex \
             between slashes, such as /release-[0-9]+/"
        ),
        _ => alloc::format!("{quoted} can never match: {}", error.reason()),
    };
    Err(PolicyError::new(PolicyErrorKind::NeverFires, path, message).at(index))
}

/// A project has any text of one line, but for brackets that would be meant for a class.
fn project_can_match(source: &str, path: &Path<'_>) -> Result<(), PolicyError> {
    let quoted = Quoted(source);
    let found = source.char_indices().find(|(_, one)| *one == '[' || one.is_control());
    let message = match found {
        None if !source.is_empty() => return Ok(()),
        None => String::from("\"\" can never match: a project has a name"),
        Some((index, found @ '[')) => alloc::format!(
            "{quoted} can never match: unexpected {found:?} at byte {index}; write a regex \
             between slashes, such as /release-[0-9]+/"
        ),
        Some((index, found)) => {
            alloc::format!("{quoted} can never match: unexpected {found:?} at byte {index}")
        }
    };
    let index = found.map_or(0, |(index, _)| index);
    Err(PolicyError::new(PolicyErrorKind::NeverFires, path, message).at(index))
}

/// A variant is one of those that are declared, or `""`, where a build may have none.
fn variant_can_match(
    source: &str,
    variants: &Variants,
    path: &Path<'_>,
) -> Result<(), PolicyError> {
    if variants.builds().iter().any(|one| glob_matches(source, &one.name)) {
        return Ok(());
    }
    let (kind, message) = if source.is_empty() {
        let message = "\"\" matches a build without a variant, and a variant has no affix, so that \
                       every build has one; leave it out";
        (PolicyErrorKind::NeverFires, message.into())
    } else if source.contains(['*', '?']) {
        (PolicyErrorKind::NeverFires, variants.no_match(source))
    } else {
        (PolicyErrorKind::InvalidValue, variants.undeclared(source))
    };
    Err(PolicyError::new(kind, path, message))
}

/// Reads a regex, and says how long it is.
fn regex(expression: &str, path: &Path<'_>) -> Result<(Regex, usize), PolicyError> {
    let refuse = |error: &regex::Error| {
        let mut index = None;
        let (kind, message) = match error {
            regex::Error::CompiledTooBig(limit) => (
                PolicyErrorKind::TooLarge,
                alloc::format!("the regex is over the limit of {limit} bytes when compiled"),
            ),
            other => {
                let (reason, at) =
                    flaw(expression).unwrap_or_else(|| (alloc::format!("{other}"), 0));
                index = Some("/".len() + at);
                let remedy = if reason.starts_with("look-around") {
                    "; write except for what is not to match"
                } else if reason.starts_with("duplicate capture group name") {
                    "; write a list of patterns, each with the group"
                } else {
                    ""
                };
                let message = alloc::format!(
                    "invalid regex {}: {reason} at byte {}{remedy}",
                    Quoted(&alloc::format!("/{expression}/")),
                    "/".len() + at,
                );
                (PolicyErrorKind::Pattern, message)
            }
        };
        let error = PolicyError::new(kind, path, message);
        match index {
            Some(index) => error.at(index),
            None => error,
        }
    };
    if expression.is_empty() {
        let message = "// can never match: a git ref has a name";
        return Err(PolicyError::new(PolicyErrorKind::NeverFires, path, message));
    }
    if let Some(index) = unicode_flag(expression) {
        let message = "the flag u has no place here: classes are those of ASCII";
        let index = "/".len() + index;
        return Err(PolicyError::new(PolicyErrorKind::Pattern, path, message).at(index));
    }
    let length = length(expression);
    limit::REGEX.check(length, path)?;
    // Alone first: `a)|(b` is no regex, but would become one in the group below.
    build(expression).map_err(|error| refuse(&error))?;
    // In verbose mode a comment at its end would swallow the group's.
    let whole = build(&alloc::format!(r"\A(?:{expression})\z"))
        .or_else(|_| build(&alloc::format!("\\A(?:{expression}\n)\\z")));
    Ok((whole.map_err(|error| refuse(&error))?, length))
}

/// What is wrong with a regex, and at which byte.
fn flaw(expression: &str) -> Option<(String, usize)> {
    use regex_syntax::Error;

    match ParserBuilder::new().unicode(false).build().parse(expression).err()? {
        Error::Parse(error) => Some((error.kind().to_string(), error.span().start.offset)),
        Error::Translate(error) => Some((error.kind().to_string(), error.span().start.offset)),
        _ => None,
    }
}

/// Finds the flag by which classes would mean Unicode's, if the tables for it
/// are in the binary: whether a policy loads must not depend on that.
///
/// A flag is what the parser reads as one: in verbose mode there may be spaces and
/// comments within its group.
fn unicode_flag(expression: &str) -> Option<usize> {
    struct UnicodeFlag(Option<usize>);

    impl Visitor for UnicodeFlag {
        type Output = Option<usize>;
        type Err = Infallible;

        fn finish(self) -> Result<Option<usize>, Infallible> {
            Ok(self.0)
        }

        fn visit_pre(&mut self, ast: &Ast) -> Result<(), Infallible> {
            let flags = match ast {
                Ast::Flags(set) => Some(&set.flags),
                Ast::Group(group) => group.flags(),
                _ => None,
            };
            if flags.is_some_and(|all| all.flag_state(Flag::Unicode) == Some(true)) {
                self.0.get_or_insert(ast.span().start.offset);
            }
            Ok(())
        }
    }

    // What cannot be parsed is refused with the reason where it is built.
    let ast = Parser::new().parse(expression).ok()?;
    let Ok(found) = ast::visit(&ast, UnicodeFlag(None));
    found
}

/// How many characters a regex reads at most if each repetition without end is one
/// more; of alternatives all count.
///
/// What is no regex has none: it is refused where it is built.
fn length(expression: &str) -> usize {
    let mut parser = ParserBuilder::new().unicode(false).utf8(false).build();
    let Ok(regex) = parser.parse(expression) else { return 0 };
    length_of(&regex)
}

fn length_of(regex: &Hir) -> usize {
    // A class is a list of ranges to the compiler.
    const RANGES: usize = 4;
    let sum = |all: &[Hir]| all.iter().map(length_of).fold(0, usize::saturating_add);
    match regex.kind() {
        HirKind::Empty | HirKind::Look(_) => 1,
        HirKind::Literal(literal) => literal.0.len(),
        HirKind::Class(Class::Bytes(class)) => 1 + class.ranges().len() / RANGES,
        HirKind::Class(Class::Unicode(class)) => 1 + class.ranges().len(),
        HirKind::Repetition(Repetition { min, max, sub, .. }) => {
            let times = max.unwrap_or_else(|| min.saturating_add(1)).max(1);
            length_of(sub).saturating_mul(usize::try_from(times).unwrap_or(usize::MAX))
        }
        HirKind::Capture(group) => length_of(&group.sub).saturating_add(1),
        HirKind::Concat(all) => sum(all),
        HirKind::Alternation(all) => sum(all).saturating_add(all.len()),
    }
}

fn build(expression: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(expression).unicode(false).size_limit(limit::REGEX_BYTES).build()
}
