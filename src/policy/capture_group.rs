//! The named groups of regexes, as their syntax shows them.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use regex_syntax::ast::parse::Parser;
use regex_syntax::ast::{self, Ast, GroupKind, RepetitionKind, RepetitionRange};

use super::pattern::Pattern;

/// How often a regex sets a group while it matches a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum GroupUse {
    /// It has no such group.
    Never,
    Once,
    /// For some names alone; this pattern matches only names for which it does.
    Sometimes(String),
    /// This pattern repeats the text of the group instead.
    Repeatedly(String),
}

impl Pattern {
    /// How often it sets a group.
    pub(crate) fn group_use(&self, group: &str) -> GroupUse {
        let Some((regex, ast)) = self.parsed() else { return GroupUse::Never };
        let mut search = Search { regex, group, edits: Vec::new(), frequency: Frequency::Once };
        if !search.finds(&ast) {
            return GroupUse::Never;
        }
        let edited = || pattern(&edited(regex, search.edits.clone()));
        match search.frequency {
            Frequency::Once => GroupUse::Once,
            Frequency::Sometimes => GroupUse::Sometimes(edited()),
            Frequency::Repeatedly => GroupUse::Repeatedly(edited()),
        }
    }

    /// The same pattern without the names of its groups.
    pub(crate) fn without_names(&self) -> String {
        let Some((regex, ast)) = self.parsed() else { return self.source().to_owned() };
        let headers = groups(&ast).into_iter().map(|group| {
            let header = group.whole.start..group.inside.start;
            (header, String::from("(?:"))
        });
        pattern(&edited(regex, headers.collect()))
    }

    /// The same pattern, in which a group has another expression.
    pub(crate) fn with_group(&self, group: &str, expression: &str) -> Option<String> {
        let (regex, ast) = self.parsed()?;
        let found = groups(&ast).into_iter().find(|found| found.name == group)?;
        Some(pattern(&edited(regex, Vec::from([(found.inside, expression.to_owned())]))))
    }

    /// What is sure to be around a group in each name.
    pub(crate) fn group_borders(&self, group: &str) -> Borders {
        let open = Borders { begins_part: false, ends_name: false };
        let Some((_, ast)) = self.parsed() else { return open };
        borders(&ast, group, Borders { begins_part: true, ends_name: true }).unwrap_or(open)
    }

    /// Where the expression of a group is in its regex.
    pub(crate) fn group_span(&self, group: &str) -> Option<Range<usize>> {
        let (_, ast) = self.parsed()?;
        groups(&ast).into_iter().find(|found| found.name == group).map(|found| found.inside)
    }

    fn parsed(&self) -> Option<(&str, Ast)> {
        let regex = self.regex()?;
        Some((regex, Parser::new().parse(regex).ok()?))
    }
}

/// A named group: where it is, and where its expression is.
struct NamedGroup {
    name: String,
    whole: Range<usize>,
    inside: Range<usize>,
}

/// The named groups, those that contain others before them.
fn groups(ast: &Ast) -> Vec<NamedGroup> {
    let all = |parts: &[Ast]| parts.iter().flat_map(groups).collect();
    match ast {
        Ast::Group(group) => {
            let named = named(group).map(|name| NamedGroup {
                name: name.to_owned(),
                whole: span(&group.span),
                inside: span(group.ast.span()),
            });
            named.into_iter().chain(groups(&group.ast)).collect()
        }
        Ast::Repetition(repetition) => groups(&repetition.ast),
        Ast::Alternation(alternation) => all(&alternation.asts),
        Ast::Concat(concat) => all(&concat.asts),
        _ => Vec::new(),
    }
}

fn named(group: &ast::Group) -> Option<&str> {
    match &group.kind {
        GroupKind::CaptureName { name, .. } => Some(&name.name),
        GroupKind::CaptureIndex(_) | GroupKind::NonCapturing(_) => None,
    }
}

/// What is around a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Borders {
    /// It begins the name, or is after a slash.
    pub(crate) begins_part: bool,
    /// It ends the name.
    pub(crate) ends_name: bool,
}

impl Borders {
    pub(crate) fn and(self, other: Self) -> Self {
        Self {
            begins_part: self.begins_part && other.begins_part,
            ends_name: self.ends_name && other.ends_name,
        }
    }
}

/// What is around a group in a part of a regex, around which these are.
fn borders(ast: &Ast, group: &str, around: Borders) -> Option<Borders> {
    match ast {
        Ast::Group(found) if named(found) == Some(group) => Some(around),
        Ast::Group(found) => borders(&found.ast, group, around),
        Ast::Repetition(repetition) => {
            borders(&repetition.ast, group, Borders { begins_part: false, ends_name: false })
        }
        Ast::Alternation(alternation) => {
            alternation.asts.iter().find_map(|part| borders(part, group, around))
        }
        Ast::Concat(concat) => {
            let reads = |part: &Ast| !matches!(part, Ast::Empty(_) | Ast::Flags(_));
            let parts: Vec<&Ast> = concat.asts.iter().filter(|part| reads(part)).collect();
            parts.iter().enumerate().find_map(|(index, part)| {
                let before = index.checked_sub(1).and_then(|before| parts.get(before));
                let is_slash = |part: &&&Ast| matches!(part, Ast::Literal(one) if one.c == '/');
                let begins_part = before.is_none_or(|part| is_slash(&part))
                    && (before.is_some() || around.begins_part);
                let ends_name = around.ends_name && index + 1 == parts.len();
                borders(part, group, Borders { begins_part, ends_name })
            })
        }
        _ => None,
    }
}

/// A text that replaces a part of a regex.
type Edit = (Range<usize>, String);

/// What happens around a group, worst last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Frequency {
    Once,
    Repeatedly,
    Sometimes,
}

/// The way to a group through the syntax of a regex, and what makes it a way that every
/// name takes once.
struct Search<'r> {
    regex: &'r str,
    group: &'r str,
    edits: Vec<Edit>,
    frequency: Frequency,
}

impl Search<'_> {
    /// Whether the group is in a part of the regex.
    fn finds(&mut self, ast: &Ast) -> bool {
        match ast {
            Ast::Group(group) => named(group) == Some(self.group) || self.finds(&group.ast),
            Ast::Concat(concat) => concat.asts.iter().any(|part| self.finds(part)),
            Ast::Alternation(alternation) => {
                let Some(taken) = alternation.asts.iter().find(|part| self.finds(part)) else {
                    return false;
                };
                let (all, taken) = (span(&alternation.span), span(taken.span()));
                self.edits.push((all.start..taken.start, String::new()));
                self.edits.push((taken.end..all.end, String::new()));
                self.frequency = Frequency::Sometimes;
                true
            }
            Ast::Repetition(repetition) => {
                self.finds(&repetition.ast) && {
                    self.unrepeat(repetition);
                    true
                }
            }
            _ => false,
        }
    }

    fn unrepeat(&mut self, repetition: &ast::Repetition) {
        let frequency = match &repetition.op.kind {
            RepetitionKind::Range(RepetitionRange::Exactly(1) | RepetitionRange::Bounded(1, 1)) => {
                return;
            }
            RepetitionKind::ZeroOrOne
            | RepetitionKind::Range(
                RepetitionRange::Exactly(0) | RepetitionRange::Bounded(0, 0 | 1),
            ) => Frequency::Sometimes,
            _ => Frequency::Repeatedly,
        };
        self.frequency = self.frequency.max(frequency);
        let operator = span(&repetition.op.span);
        let spelled = self.regex.get(operator.clone()).unwrap_or_default();
        // A group that is itself repeated has all of the text, if its expression is.
        match &*repetition.ast {
            Ast::Group(group)
                if named(group) == Some(self.group) && frequency == Frequency::Repeatedly =>
            {
                let inside = span(group.ast.span());
                self.edits.push((inside.start..inside.start, "(?:".into()));
                self.edits.push((inside.end..inside.end, [")", spelled].concat()));
            }
            _ => {}
        }
        self.edits.push((operator, String::new()));
    }
}

fn edited(regex: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|(place, _)| (place.start, place.end));
    let (mut edited, mut end) = (String::with_capacity(regex.len()), 0);
    for (place, text) in edits {
        edited.push_str(regex.get(end..place.start).unwrap_or_default());
        edited.push_str(&text);
        end = end.max(place.end);
    }
    edited.push_str(regex.get(end..).unwrap_or_default());
    edited
}

fn pattern(regex: &str) -> String {
    ["/", regex, "/"].concat()
}

fn span(span: &ast::Span) -> Range<usize> {
    span.start.offset..span.end.offset
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::String;
    use alloc::vec::Vec;

    use super::{Borders, GroupUse, Pattern};
    use crate::data::Path;
    use crate::policy::language::{Dfa, Expression, Language};

    /// What may be around a group, or around that.
    const AROUND: [&str; 17] = [
        "@",
        "@b",
        "b@",
        "(?:@)?",
        "(?:@)*",
        "(?:@)+",
        "(?:@)+?",
        "(@){1}",
        "(?:@){2}",
        "(?:@){0,1}",
        "(?:@){1,2}",
        "(@|b)",
        "(?:b|@|ab)",
        "(?:@b)?",
        "(?:a|@b)a",
        "@?",
        "@+",
    ];
    const GROUPS: [&str; 4] = ["(?<x>a)", "(?P<x>a|b)", "(?<x>b?)", "(?<x>a+?(b))"];

    fn names() -> Vec<String> {
        let mut longest = Vec::from([String::new()]);
        let mut all = Vec::new();
        for _ in 0..5 {
            longest =
                longest.iter().flat_map(|name| [format!("{name}a"), format!("{name}b")]).collect();
            all.extend(longest.iter().cloned());
        }
        all
    }

    fn pattern(regex: &str) -> Option<Pattern> {
        Pattern::of_values(&format!("/{regex}/"), &Path::Root).ok()
    }

    fn accepts(dfa: &mut Dfa, text: &str) -> bool {
        let start = dfa.start();
        let end = text.bytes().try_fold(start, |from, byte| dfa.next(from, byte, &mut 0));
        end.is_some_and(|state| dfa.is_end(state))
    }

    /// A group that is set once has a text in every name, which its expression has; the
    /// pattern that is proposed for another matches no more names, and sets it once.
    #[test]
    fn a_group_is_set_as_often_as_its_syntax_says() {
        let names = names();
        let mut counts = [0; 3];
        let around = AROUND.iter().flat_map(|outer| AROUND.map(|inner| outer.replace('@', inner)));
        let regexes = around.flat_map(|around| GROUPS.map(|group| around.replace('@', group)));
        for regex in regexes {
            // Repeating a group may put one quantifier after another, which is not a
            // valid regex here.
            let Some(own) = pattern(&regex) else { continue };
            let matching = || names.iter().filter(|name| own.matches(name));
            let proposed = match own.group_use("x") {
                GroupUse::Never => panic!("{regex}"),
                GroupUse::Once => {
                    counts[0] += 1;
                    let expression = Expression::of_group(&own, "x").unwrap();
                    let mut texts = Dfa::of(&expression).unwrap();
                    for name in matching() {
                        let text = own.captured("x", name).expect("it is set");
                        let text = core::str::from_utf8(text).unwrap();
                        assert!(accepts(&mut texts, text), "{regex}: {name} {text}");
                    }
                    continue;
                }
                GroupUse::Sometimes(proposed) => {
                    counts[1] += 1;
                    proposed
                }
                GroupUse::Repeatedly(proposed) => {
                    counts[2] += 1;
                    proposed
                }
            };
            let other = Pattern::of_values(&proposed, &Path::Root).expect(&proposed);
            assert_eq!(other.group_use("x"), GroupUse::Once, "{regex}: {proposed}");
            let more = names.iter().find(|name| other.matches(name) && !own.matches(name));
            assert!(more.is_none() || regex.contains('2'), "{regex}: {proposed} {more:?}");
        }
        assert!(counts.iter().all(|count| *count > 50), "{counts:?}");
    }

    #[test]
    fn other_patterns_set_nothing() {
        for source in ["a", "a*", "/a/", "/(a)/", "/(?<y>a)/"] {
            let pattern = Pattern::of_values(source, &Path::Root).unwrap();
            assert_eq!(pattern.group_use("x"), GroupUse::Never, "{source}");
        }
    }

    #[test]
    fn what_is_around_a_group() {
        let cases = [
            ("(?<x>a)", true, true),
            ("(?i)(?<x>a)", true, true),
            ("(?<x>a)b", true, false),
            ("b(?<x>a)", false, true),
            ("b/(?<x>a)", true, true),
            (r"b\/(?<x>a)-?", true, false),
            ("(b/)(?<x>a)", false, true),
            ("((?<x>a))", true, true),
            ("/((?<x>a)|b)", true, true),
            ("(/(?<x>a)b|c)", true, false),
            ("(?:(?<x>a)){1}", false, false),
            ("b(c(?<x>a))", false, true),
        ];
        for (regex, begins_part, ends_name) in cases {
            let borders = pattern(regex).unwrap().group_borders("x");
            assert_eq!(borders, Borders { begins_part, ends_name }, "{regex}");
        }
    }

    #[test]
    fn names_of_groups_are_left_out() {
        let pattern = pattern("(?<a>x(?P<b>[)]))(c)(?i:d)").unwrap();
        assert_eq!(pattern.without_names(), "/(?:x(?:[)]))(c)(?i:d)/");
        assert_eq!(pattern.with_group("b", "y").as_deref(), Some("/(?<a>x(?P<b>y))(c)(?i:d)/"));
    }
}
