use alloc::vec::Vec;

use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Class, Hir, HirKind, Look, Repetition};

use super::distinctions::Distinctions;

/// A `/regex/` over whole names, as its author's crate reads it: over bytes.
///
/// A position is the number of a node that waits for a byte or for the end.
#[derive(Debug)]
pub(crate) struct RegexNfa {
    nodes: Vec<Node>,
    start: usize,
    /// The characters beyond ASCII that it names.
    foreign: Vec<char>,
}

#[derive(Debug)]
enum Node {
    Match,
    /// One of these ranges of bytes, then that node.
    Bytes(Vec<(u8, u8)>, usize),
    /// Any of these nodes.
    Either(Vec<usize>),
    /// That node, at the first byte alone.
    First(usize),
    /// That node, behind the last byte alone.
    Last(usize),
}

/// A regex that loads has no more, unless it counts to a thousand.
const MOST_NODES: usize = 8_192;

/// A class of more characters beyond ASCII than this is not written out.
const MOST_OF_A_RANGE: usize = 128;

impl RegexNfa {
    /// `None` where it is not followed: it looks around for words, splits
    /// characters that are not ASCII, or is too large.
    pub(crate) fn new(expression: &str) -> Option<Self> {
        let mut parser = ParserBuilder::new().unicode(false).utf8(false).build();
        let hir = parser.parse(expression).ok()?;
        let mut nfa = Self { nodes: Vec::from([Node::Match]), start: 0, foreign: Vec::new() };
        nfa.start = nfa.compile(&hir, 0)?;
        Some(nfa)
    }

    pub(crate) fn start(&self, to: &mut Vec<usize>) {
        self.reach(self.start, true, &mut self.unseen(), to);
    }

    /// Whether a text may end at one of these positions.
    pub(crate) fn accepts(&self, positions: impl Iterator<Item = usize>) -> bool {
        let (mut open, mut seen) = (positions.collect::<Vec<_>>(), self.unseen());
        while let Some(number) = open.pop() {
            if is_known(&mut seen, number) {
                continue;
            }
            match self.nodes.get(number) {
                Some(Node::Match) => return true,
                Some(Node::Either(all)) => open.extend(all),
                Some(Node::Last(next)) => open.push(*next),
                _ => {}
            }
        }
        false
    }

    /// Adds where a character leads from these positions, each once, and returns
    /// how many nodes were looked at.
    pub(crate) fn step(
        &self,
        from: impl Iterator<Item = usize>,
        character: char,
        to: &mut Vec<usize>,
    ) -> usize {
        let mut buffer = [0; 4];
        let mut at: Vec<usize> = from.collect();
        let mut looks = 0;
        for byte in character.encode_utf8(&mut buffer).bytes() {
            let (mut next, mut seen) = (Vec::new(), self.unseen());
            for position in at {
                looks += 1;
                let Some(Node::Bytes(ranges, behind)) = self.nodes.get(position) else { continue };
                if ranges.iter().any(|(first, last)| (*first..=*last).contains(&byte)) {
                    looks += self.reach(*behind, false, &mut seen, &mut next);
                }
            }
            at = next;
        }
        to.extend(at);
        looks
    }

    fn unseen(&self) -> Vec<bool> {
        self.nodes.iter().map(|_| false).collect()
    }

    pub(crate) fn distinguish(&self, distinctions: &mut Distinctions) {
        distinctions.name(self.foreign.iter().copied());
        for node in &self.nodes {
            let Node::Bytes(ranges, _) = node else { continue };
            for (first, last) in ranges {
                distinctions.split(*first, *last);
            }
        }
    }

    /// Adds the nodes that wait for a byte or the end, from this one on, and
    /// returns how many it looked at.
    fn reach(
        &self,
        number: usize,
        is_first: bool,
        seen: &mut [bool],
        to: &mut Vec<usize>,
    ) -> usize {
        let mut open = Vec::from([number]);
        let mut looks = 0;
        while let Some(number) = open.pop() {
            looks += 1;
            if is_known(seen, number) {
                continue;
            }
            match self.nodes.get(number) {
                Some(Node::Either(all)) => open.extend(all),
                Some(Node::First(next)) if is_first => open.push(*next),
                Some(Node::First(_)) | None => {}
                Some(Node::Match | Node::Bytes(..) | Node::Last(_)) => to.push(number),
            }
        }
        looks
    }

    /// Adds what an expression is made of before `next`, and returns where it
    /// begins.
    fn compile(&mut self, hir: &Hir, next: usize) -> Option<usize> {
        match hir.kind() {
            HirKind::Empty => Some(next),
            HirKind::Literal(literal) => self.text(core::str::from_utf8(&literal.0).ok()?, next),
            HirKind::Class(Class::Bytes(class)) => {
                let ranges: Vec<_> =
                    class.iter().map(|range| (range.start(), range.end())).collect();
                // All bytes of characters beyond ASCII, or none: never a half.
                let is_whole =
                    |(first, last): &(u8, u8)| *last < 0x80 || *first <= 0x80 && *last == u8::MAX;
                ranges.iter().all(is_whole).then_some(())?;
                self.add(Node::Bytes(ranges, next))
            }
            HirKind::Class(Class::Unicode(class)) => {
                let mut all = Vec::new();
                for range in class.iter() {
                    if range.len() > MOST_OF_A_RANGE {
                        return None;
                    }
                    for character in range.start()..=range.end() {
                        let mut buffer = [0; 4];
                        all.push(self.text(character.encode_utf8(&mut buffer), next)?);
                    }
                }
                self.add(Node::Either(all))
            }
            HirKind::Look(look) => match look {
                // A name is one line.
                Look::Start | Look::StartLF | Look::StartCRLF => self.add(Node::First(next)),
                Look::End | Look::EndLF | Look::EndCRLF => self.add(Node::Last(next)),
                _ => None,
            },
            HirKind::Repetition(repetition) => self.repeat(repetition, next),
            HirKind::Capture(capture) => self.compile(&capture.sub, next),
            HirKind::Concat(all) => {
                all.iter().rev().try_fold(next, |next, hir| self.compile(hir, next))
            }
            HirKind::Alternation(all) => {
                let all =
                    all.iter().map(|hir| self.compile(hir, next)).collect::<Option<Vec<_>>>()?;
                self.add(Node::Either(all))
            }
        }
    }

    fn text(&mut self, text: &str, next: usize) -> Option<usize> {
        self.foreign.extend(text.chars().filter(|character| !character.is_ascii()));
        text.bytes()
            .rev()
            .try_fold(next, |next, byte| self.add(Node::Bytes(Vec::from([(byte, byte)]), next)))
    }

    fn repeat(&mut self, repetition: &Repetition, next: usize) -> Option<usize> {
        let Repetition { min, max, sub, .. } = repetition;
        let mut start = next;
        match max {
            None => {
                start = self.add(Node::Either(Vec::new()))?;
                let again = self.compile(sub, start)?;
                if let Some(node) = self.nodes.get_mut(start) {
                    *node = Node::Either(Vec::from([again, next]));
                }
            }
            Some(max) => {
                for _ in *min..*max {
                    let more = self.compile(sub, start)?;
                    start = self.add(Node::Either(Vec::from([more, next])))?;
                }
            }
        }
        for _ in 0..*min {
            start = self.compile(sub, start)?;
        }
        Some(start)
    }

    fn add(&mut self, node: Node) -> Option<usize> {
        let number = self.nodes.len();
        self.nodes.push(node);
        (number < MOST_NODES).then_some(number)
    }
}

/// Whether a node was seen before; from now on it was.
fn is_known(seen: &mut [bool], number: usize) -> bool {
    seen.get_mut(number).is_some_and(|seen| core::mem::replace(seen, true))
}

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec::Vec;

    use regex::bytes::RegexBuilder;

    use super::{MOST_NODES, MOST_OF_A_RANGE, RegexNfa};

    /// Every text of up to four characters that the regexes tell apart.
    #[test]
    fn agrees_with_regex() {
        const REGEXES: [&str; 22] = [
            "",
            "a|b",
            "a*",
            "(ab)+?",
            "a{2,3}b?",
            "(?:a|ab)(?:b|)",
            "[^a]+",
            "[a-b]..",
            ".",
            "....",
            "é|日",
            "a.*é",
            r"\w+\d?",
            "^ab$",
            "(?m)^a$|^$",
            "a^b|a$b",
            "a$(b|)",
            "a$b*",
            "(?i)AB",
            "(a*)*b",
            "(a|^)b",
            "(?u)[z-é]",
        ];
        const UNITS: [char; 6] = ['a', 'b', 'B', '1', 'é', '日'];
        for expression in REGEXES {
            let nfa = RegexNfa::new(expression).expect(expression);
            let whole = alloc::format!(r"\A(?:{expression})\z");
            let regex = RegexBuilder::new(&whole).unicode(false).build().unwrap();
            let mut texts = Vec::from([String::new()]);
            for _ in 0..=4 {
                for text in &texts {
                    let mut at = Vec::new();
                    nfa.start(&mut at);
                    for character in text.chars() {
                        let from = core::mem::take(&mut at);
                        nfa.step(from.into_iter(), character, &mut at);
                    }
                    let accepted = nfa.accepts(at.iter().copied());
                    assert_eq!(
                        accepted,
                        regex.is_match(text.as_bytes()),
                        "/{expression}/ {text:?}"
                    );
                }
                texts = texts
                    .iter()
                    .flat_map(|text| {
                        UNITS.map(|unit| {
                            let mut longer = text.clone();
                            longer.push(unit);
                            longer
                        })
                    })
                    .collect();
            }
        }
    }

    #[test]
    fn leaves_what_it_cannot_follow() {
        let cases = [
            (r"\bmain\b", "the edges of words"),
            (r"(?-u:[\x80-\xBF])", "half of a character"),
            (r"[a-\x80]", "half of a character"),
            ("(?u)[α-\u{ffff}]", "very many characters beyond ASCII"),
            ("(a{1000}){1000}", "more nodes than are worth it"),
        ];
        for (expression, why) in cases {
            assert!(RegexNfa::new(expression).is_none(), "{expression}: {why}");
        }
    }

    #[test]
    fn follows_as_much_as_is_worth_it() {
        let follows = |expression: &str| RegexNfa::new(expression).is_some();
        let range = |last: u32| {
            let last = char::from_u32(u32::from('\u{400}') + last).unwrap();
            alloc::format!("(?u)[\u{400}-{last}]")
        };
        let most = u32::try_from(MOST_OF_A_RANGE).unwrap();
        assert!(follows(&range(most - 1)) && !follows(&range(most)) && !follows(&range(most + 1)));
        // One node is the end.
        let nodes = |count: usize| alloc::format!("a{{{}}}", count - 1);
        assert!(follows(&nodes(MOST_NODES)) && !follows(&nodes(MOST_NODES + 1)));
    }

    /// However many positions a text has come to, what is behind them is looked at
    /// once.
    #[test]
    fn looks_at_each_node_once() {
        let nfa = RegexNfa::new("(a?){900}b").unwrap();
        let (mut at, mut next) = (Vec::new(), Vec::new());
        nfa.start(&mut at);
        assert_eq!(at.len(), 901);
        let looks = nfa.step(at.into_iter(), 'a', &mut next);
        assert_eq!(next.len(), 900);
        assert!(looks <= 4 * nfa.nodes.len(), "{looks} looks at {} nodes", nfa.nodes.len());
    }
}
