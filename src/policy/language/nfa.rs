use alloc::vec::Vec;

use super::expression::Expression;
use crate::policy::CharSet;

/// The texts of some expressions, as an automaton over bytes that may be at
/// several positions at once.
///
/// A position is the number of a node that waits for a byte or for the end.
#[derive(Clone, Debug)]
pub(crate) struct Nfa {
    nodes: Vec<NfaNode>,
    /// Where each expression begins.
    starts: Vec<usize>,
    /// The positions from which a text may continue with any characters of a name, and
    /// end after each, ascending.
    forever: Vec<usize>,
}

#[derive(Clone, Debug)]
enum NfaNode {
    Match,
    /// A byte of a class, then that node.
    Byte(CharSet, usize),
    /// Any of these nodes.
    Either(Vec<usize>),
    /// That node, but only before the first byte.
    First(usize),
    /// That node, but only after the last byte.
    Last(usize),
}

/// A regex that loads has no more, unless it counts to a thousand.
const MOST_NODES: usize = 8_192;

/// What no name of a ref has.
const CONTROL: CharSet = CharSet::range(0, 0x1f);

impl Nfa {
    /// An automaton without texts.
    pub(crate) const fn new() -> Self {
        Self { nodes: Vec::new(), starts: Vec::new(), forever: Vec::new() }
    }

    /// Adds the texts of an expression; `None` where it is too large.
    pub(crate) fn add(&mut self, expression: &Expression) -> Option<()> {
        let before = self.nodes.len();
        let known = self.forever.len();
        let mut compiler = Compiler {
            nodes: &mut self.nodes,
            forever: &mut self.forever,
            most: before + MOST_NODES,
        };
        let end = compiler.add(NfaNode::Match)?;
        match compiler.compile(expression, end) {
            Some(start) => {
                self.starts.push(start);
                Some(())
            }
            None => {
                self.nodes.truncate(before);
                self.forever.truncate(known);
                None
            }
        }
    }

    pub(crate) fn size(&self) -> usize {
        self.nodes.len()
    }

    /// The positions before the first byte, ascending.
    pub(crate) fn start(&self) -> Vec<usize> {
        let mut seen = SeenNodes::default();
        let mut reached = Reached::new(self, &mut seen);
        self.starts.iter().for_each(|start| reached.add(*start, true));
        reached.into_positions()
    }

    /// The positions that a byte leads to from these, ascending; to `looks` it adds
    /// how many nodes were looked at.
    pub(crate) fn step(
        &self,
        from: &[usize],
        byte: u8,
        seen: &mut SeenNodes,
        looks: &mut usize,
    ) -> Vec<usize> {
        let mut reached = Reached::new(self, seen);
        for position in from {
            if let Some(NfaNode::Byte(class, next)) = self.nodes.get(*position) {
                if class.holds(byte) {
                    reached.add(*next, false);
                }
            }
        }
        *looks += from.len() + reached.looks;
        reached.into_positions()
    }

    /// Whether a text may end at one of these positions.
    pub(crate) fn accepts(&self, positions: &[usize]) -> bool {
        let mut open = positions.to_vec();
        let mut seen = SeenNodes::default();
        seen.begin();
        while let Some(number) = open.pop() {
            match self.nodes.get(number) {
                Some(NfaNode::Match) => return true,
                Some(NfaNode::Either(all)) if seen.add(number) => open.extend(all),
                Some(NfaNode::Last(next)) => open.push(*next),
                _ => {}
            }
        }
        false
    }

    /// Whether every name that goes on from these positions is one of its texts.
    pub(crate) fn takes_all(&self, positions: &[usize]) -> bool {
        self.forever.iter().any(|one| positions.binary_search(one).is_ok())
    }

    /// Whether no byte leads on from these positions.
    pub(crate) fn is_over(&self, positions: &[usize]) -> bool {
        !positions.iter().any(|one| matches!(self.nodes.get(*one), Some(NfaNode::Byte(..))))
    }
}

/// The positions that have been reached.
struct Reached<'a> {
    nfa: &'a Nfa,
    /// The nodes that lead on by themselves, and have been looked at.
    seen: &'a mut SeenNodes,
    open: Vec<usize>,
    positions: Vec<usize>,
    looks: usize,
}

impl<'a> Reached<'a> {
    fn new(nfa: &'a Nfa, seen: &'a mut SeenNodes) -> Self {
        seen.begin();
        Self { nfa, seen, open: Vec::new(), positions: Vec::new(), looks: 0 }
    }

    /// Adds the nodes that wait for a byte or the end, from this one on.
    fn add(&mut self, number: usize, is_first: bool) {
        self.open.push(number);
        while let Some(number) = self.open.pop() {
            self.looks += 1;
            match self.nfa.nodes.get(number) {
                Some(NfaNode::Either(all)) => {
                    if self.seen.add(number) {
                        self.open.extend(all);
                    }
                }
                Some(NfaNode::First(next)) if is_first => self.open.push(*next),
                Some(NfaNode::First(_)) | None => {}
                Some(NfaNode::Match | NfaNode::Byte(..) | NfaNode::Last(_)) => {
                    self.positions.push(number);
                }
            }
        }
    }

    fn into_positions(mut self) -> Vec<usize> {
        self.positions.sort_unstable();
        self.positions.dedup();
        self.positions
    }
}

/// The nodes that have been seen since it began anew, which costs nothing however
/// many nodes there are.
#[derive(Clone, Debug, Default)]
pub(crate) struct SeenNodes {
    /// For each node when it was last seen.
    times: Vec<u64>,
    now: u64,
}

impl SeenNodes {
    fn begin(&mut self) {
        self.now += 1;
    }

    /// Adds a node; `false` if it was there.
    fn add(&mut self, number: usize) -> bool {
        if self.times.len() <= number {
            self.times.resize(number + 1, 0);
        }
        let Some(time) = self.times.get_mut(number) else { return false };
        core::mem::replace(time, self.now) != self.now
    }
}

/// Writes out expressions as nodes, of which there are no more than so many.
struct Compiler<'a> {
    nodes: &'a mut Vec<NfaNode>,
    forever: &'a mut Vec<usize>,
    most: usize,
}

impl Compiler<'_> {
    /// Adds what an expression is made of before `next`, and returns where it
    /// begins.
    fn compile(&mut self, expression: &Expression, next: usize) -> Option<usize> {
        match expression {
            Expression::Text(text) => text
                .bytes()
                .rev()
                .try_fold(next, |next, byte| self.add(NfaNode::Byte(CharSet::of(&[byte]), next))),
            Expression::Class(class) => self.add(NfaNode::Byte(*class, next)),
            Expression::Character => self.character(next),
            Expression::All(parts) => {
                parts.iter().rev().try_fold(next, |next, part| self.compile(part, next))
            }
            Expression::Any(parts) => {
                let all = parts.iter().map(|part| self.compile(part, next));
                let all = all.collect::<Option<Vec<_>>>()?;
                self.add(NfaNode::Either(all))
            }
            Expression::Times(part, least, most) => self.repeat(part, *least, *most, next),
            Expression::Start => self.add(NfaNode::First(next)),
            Expression::End => self.add(NfaNode::Last(next)),
        }
    }

    /// Of one to four bytes, in what is UTF-8.
    fn character(&mut self, next: usize) -> Option<usize> {
        const LEADS: [(u8, u8); 4] = [(0, 0x7f), (0xc2, 0xdf), (0xe0, 0xef), (0xf0, 0xf4)];
        let mut starts = Vec::with_capacity(LEADS.len());
        let mut rest = next;
        for (first, last) in LEADS {
            starts.push(self.add(NfaNode::Byte(CharSet::range(first, last), rest))?);
            rest = self.add(NfaNode::Byte(CharSet::range(0x80, 0xbf), rest))?;
        }
        self.add(NfaNode::Either(starts))
    }

    fn repeat(
        &mut self,
        part: &Expression,
        least: usize,
        most: Option<usize>,
        next: usize,
    ) -> Option<usize> {
        let mut start = next;
        match most {
            None => {
                start = self.add(NfaNode::Either(Vec::new()))?;
                let again = self.compile(part, start)?;
                let is_any = matches!(part, Expression::Class(class)
                    if CharSet::EVERY.without(CONTROL).without(*class).is_empty());
                if is_any && matches!(self.nodes.get(next), Some(NfaNode::Match)) {
                    self.forever.push(again);
                }
                if let Some(node) = self.nodes.get_mut(start) {
                    *node = NfaNode::Either(Vec::from([again, next]));
                }
            }
            Some(most) => {
                for _ in least..most {
                    let more = self.compile(part, start)?;
                    start = self.add(NfaNode::Either(Vec::from([more, next])))?;
                }
            }
        }
        for _ in 0..least {
            start = self.compile(part, start)?;
        }
        Some(start)
    }

    fn add(&mut self, node: NfaNode) -> Option<usize> {
        let number = self.nodes.len();
        self.nodes.push(node);
        (number < self.most).then_some(number)
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::String;
    use alloc::vec::Vec;

    use regex::bytes::RegexBuilder;

    use super::super::dfa::Dfa;
    use super::super::interner::StateId;
    use super::{Expression, MOST_NODES, Nfa, SeenNodes};

    /// Texts of up to so many units after a beginning.
    fn texts(beginning: &str, units: &[char], most: usize) -> Vec<String> {
        let mut longest = Vec::from([String::from(beginning)]);
        let mut all = longest.clone();
        for _ in 0..most {
            let pairs = longest.iter().flat_map(|text| units.iter().map(move |unit| (text, unit)));
            longest = pairs.map(|(text, unit)| format!("{text}{unit}")).collect();
            all.extend_from_slice(&longest);
        }
        all
    }

    fn accepts(dfa: &mut Dfa, text: &str) -> bool {
        let mut characters = text.chars();
        let end = characters.try_fold(StateId::START, |from, one| dfa.read(from, one, &mut 0));
        end.is_some_and(|state| dfa.is_end(state))
    }

    /// After some beginnings every name is one of the texts; after others this is not
    /// known.
    #[test]
    fn takes_all_after_a_wildcard_at_the_end() {
        let cases = [
            ("ab.*", "ab", true),
            ("ab.*", "abc", true),
            ("ab.*", "a", false),
            ("ab.*c", "ab", false),
            ("a|b.*", "b", true),
            ("a|b.*", "a", false),
            ("(?s).*", "", true),
            ("[^a]*", "b", false),
            ("a.{0,3}", "a", false),
            ("(?:a.*)?", "a", true),
        ];
        for (regex, begin, expected) in cases {
            let mut nfa = Nfa::new();
            nfa.add(&Expression::of_regex(regex).unwrap()).unwrap();
            let mut seen = SeenNodes::default();
            let start = nfa.start();
            let at = begin.bytes().fold(start, |at, byte| nfa.step(&at, byte, &mut seen, &mut 0));
            assert_eq!(nfa.takes_all(&at), expected, "{regex} {begin}");
        }
    }

    /// Every text of up to five characters that the regexes distinguish.
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
        let all = texts("", &['a', 'b', 'B', '1', 'é', '日'], 4);
        for expression in REGEXES {
            let mut dfa = Dfa::of_regex(expression).expect(expression);
            let whole = format!(r"\A(?:{expression})\z");
            let regex = RegexBuilder::new(&whole).unicode(false).build().unwrap();
            for text in &all {
                let expected = regex.is_match(text.as_bytes());
                assert_eq!(accepts(&mut dfa, text), expected, "/{expression}/ {text:?}");
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
            assert!(Dfa::of_regex(expression).is_none(), "{expression}: {why}");
        }
    }

    #[test]
    fn follows_as_much_as_is_worth_it() {
        let follows = |expression: &str| Dfa::of_regex(expression).is_some();
        let range = |last: u32| {
            let last = char::from_u32(u32::from('\u{400}') + last).unwrap();
            format!("(?u)[\u{400}-{last}]")
        };
        assert!(follows(&range(127)) && !follows(&range(128)) && !follows(&range(129)));
        // One node is the end.
        let nodes = |count: usize| format!("a{{{}}}", count - 1);
        assert!(follows(&nodes(MOST_NODES)) && !follows(&nodes(MOST_NODES + 1)));
    }

    /// An expression that is too large leaves no nodes in the automaton.
    #[test]
    fn each_expression_has_its_own_nodes() {
        let large = Expression::text("a").times(MOST_NODES, None);
        let mut nfa = Nfa::new();
        assert!(nfa.add(&Expression::text("b")).is_some());
        assert!(nfa.add(&large).is_none());
        assert!(nfa.add(&Expression::text("c")).is_some());
        let mut dfa = Dfa::new(nfa);
        assert!(["b", "c"].iter().all(|text| accepts(&mut dfa, text)));
        assert!(["", "a", "bc"].iter().all(|text| !accepts(&mut dfa, text)));
    }

    /// However many positions a text has reached, what follows them is looked at once.
    #[test]
    fn looks_at_each_node_once() {
        let mut nfa = Nfa::new();
        nfa.add(&Expression::of_regex("(a?){900}b").unwrap()).unwrap();
        let start = nfa.start();
        assert_eq!(start.len(), 901);
        let mut looks = 0;
        assert_eq!(nfa.step(&start, b'a', &mut SeenNodes::default(), &mut looks).len(), 900);
        assert!(looks <= 4 * nfa.nodes.len(), "{looks} looks at {} nodes", nfa.nodes.len());
    }
}
