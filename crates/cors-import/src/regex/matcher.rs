use super::{Anchoring, Node, Set, Unreadable};

/// One step of a compiled expression.
#[derive(Clone, Debug)]
enum Step {
    Char(char),
    Any,
    Set(Set),
    Start,
    End,
    Border,
    /// Goes on at the first place, and at the second if that fails.
    Split(usize, usize),
    Jump(usize),
    Save(usize),
    Match,
}

/// A compiled expression.
#[derive(Clone, Debug)]
pub(crate) struct Program {
    steps: Vec<Step>,
    slots: usize,
    ignore_case: bool,
}

/// What the groups of an expression matched.
#[derive(Clone, Debug)]
pub(crate) struct Captures {
    texts: Vec<Option<String>>,
}

impl Captures {
    /// The text of a group; 0 is the whole match.
    pub(crate) fn get(&self, group: usize) -> Option<&str> {
        self.texts.get(group)?.as_deref()
    }

    fn of(chars: &[char], slots: &[Option<usize>]) -> Self {
        let texts = slots
            .chunks(2)
            .map(|pair| match pair {
                [Some(from), Some(to)] => chars.get(*from..*to).map(|part| part.iter().collect()),
                _ => None,
            })
            .collect();
        Self { texts }
    }
}

/// More steps than any expression for origins has.
const MOST_STEPS: usize = 4_000;
/// Origins are shorter.
const LONGEST_TEXT: usize = 1_000;

impl Program {
    pub(super) fn compile(node: &Node, ignore_case: bool) -> Result<Self, Unreadable> {
        let mut compiler = Compiler {
            steps: vec![Step::Save(0)],
            slots: 2,
        };
        compiler.add(node)?;
        compiler.push(Step::Save(1))?;
        compiler.push(Step::Match)?;
        Ok(Self {
            steps: compiler.steps,
            slots: compiler.slots,
            ignore_case,
        })
    }

    /// Tries every start from the left. Each step is taken at most once for each place in the text, so the time is
    /// bounded by the product of the two lengths.
    pub(super) fn run(&self, text: &str, anchoring: Anchoring) -> Option<Captures> {
        let chars: Vec<char> = text.chars().take(LONGEST_TEXT + 1).collect();
        if chars.len() > LONGEST_TEXT {
            return None;
        }
        let mut seen = vec![false; self.steps.len() * (chars.len() + 1)];
        let starts = match anchoring {
            Anchoring::Search => 0..=chars.len(),
            Anchoring::Start | Anchoring::Whole => 0..=0,
        };
        for start in starts {
            if let Some(slots) = self.run_from(start, &chars, anchoring, &mut seen) {
                return Some(Captures::of(&chars, &slots));
            }
        }
        None
    }

    fn run_from(
        &self,
        start: usize,
        chars: &[char],
        anchoring: Anchoring,
        seen: &mut [bool],
    ) -> Option<Vec<Option<usize>>> {
        let mut stack = vec![(0, start, vec![None; self.slots])];
        while let Some((step, at, mut slots)) = stack.pop() {
            let (mut step, mut at) = (step, at);
            loop {
                let place = seen.get_mut(step * (chars.len() + 1) + at)?;
                if *place {
                    break;
                }
                *place = true;
                let here = chars.get(at).copied();
                match self.steps.get(step)? {
                    Step::Char(c) if here.is_some_and(|here| self.same(*c, here)) => at += 1,
                    Step::Any if here.is_some_and(|here| here != '\n') => at += 1,
                    Step::Set(set) if here.is_some_and(|here| self.is_in(set, here)) => at += 1,
                    Step::Start if at == 0 => {}
                    Step::End if at == chars.len() => {}
                    Step::Border if is_border(chars, at) => {}
                    Step::Char(_)
                    | Step::Any
                    | Step::Set(_)
                    | Step::Start
                    | Step::End
                    | Step::Border => break,
                    Step::Split(first, second) => {
                        stack.push((*second, at, slots.clone()));
                        step = *first;
                        continue;
                    }
                    Step::Jump(to) => {
                        step = *to;
                        continue;
                    }
                    Step::Save(slot) => {
                        if let Some(place) = slots.get_mut(*slot) {
                            *place = Some(at);
                        }
                    }
                    Step::Match => {
                        if anchoring == Anchoring::Whole && at != chars.len() {
                            break;
                        }
                        return Some(slots);
                    }
                }
                step += 1;
            }
        }
        None
    }

    fn same(&self, a: char, b: char) -> bool {
        a == b || (self.ignore_case && a.eq_ignore_ascii_case(&b))
    }

    fn is_in(&self, set: &Set, c: char) -> bool {
        if self.ignore_case {
            let (lower, upper) = (c.to_ascii_lowercase(), c.to_ascii_uppercase());
            if set.negated {
                return set.contains(lower) && set.contains(upper);
            }
            return set.contains(lower) || set.contains(upper);
        }
        set.contains(c)
    }
}

fn is_border(chars: &[char], at: usize) -> bool {
    let is_word = |at: Option<usize>| {
        at.and_then(|at| chars.get(at))
            .is_some_and(|c| c.is_alphanumeric() || *c == '_')
    };
    is_word(at.checked_sub(1)) != is_word(Some(at))
}

struct Compiler {
    steps: Vec<Step>,
    slots: usize,
}

impl Compiler {
    fn push(&mut self, step: Step) -> Result<usize, Unreadable> {
        if self.steps.len() >= MOST_STEPS {
            return Err(Unreadable::TooLarge);
        }
        self.steps.push(step);
        Ok(self.steps.len() - 1)
    }

    fn set(&mut self, at: usize, step: Step) {
        if let Some(place) = self.steps.get_mut(at) {
            *place = step;
        }
    }

    fn add(&mut self, node: &Node) -> Result<(), Unreadable> {
        match node {
            Node::Char(c) => self.push(Step::Char(*c)).map(drop),
            Node::Any => self.push(Step::Any).map(drop),
            Node::Set(set) => self.push(Step::Set(set.clone())).map(drop),
            Node::Start => self.push(Step::Start).map(drop),
            Node::End => self.push(Step::End).map(drop),
            Node::Border => self.push(Step::Border).map(drop),
            Node::Group(inner, None) => self.add(inner),
            Node::Group(inner, Some(number)) => {
                self.slots = self.slots.max(number * 2 + 2);
                self.push(Step::Save(number * 2))?;
                self.add(inner)?;
                self.push(Step::Save(number * 2 + 1)).map(drop)
            }
            Node::Concat(nodes) => nodes.iter().try_for_each(|node| self.add(node)),
            Node::Alternatives(nodes) => self.alternatives(nodes),
            Node::Repeat { node, min, max } => self.repeat(node, *min, *max),
        }
    }

    fn alternatives(&mut self, nodes: &[Node]) -> Result<(), Unreadable> {
        let mut ends = Vec::new();
        for (index, node) in nodes.iter().enumerate() {
            if index + 1 == nodes.len() {
                self.add(node)?;
            } else {
                let split = self.push(Step::Jump(0))?;
                self.add(node)?;
                ends.push(self.push(Step::Jump(0))?);
                let next = self.steps.len();
                self.set(split, Step::Split(split + 1, next));
            }
        }
        let end = self.steps.len();
        for place in ends {
            self.set(place, Step::Jump(end));
        }
        Ok(())
    }

    fn repeat(&mut self, node: &Node, min: u32, max: Option<u32>) -> Result<(), Unreadable> {
        for _ in 0..min {
            self.add(node)?;
        }
        match max {
            None => {
                let split = self.push(Step::Jump(0))?;
                self.add(node)?;
                self.push(Step::Jump(split))?;
                let end = self.steps.len();
                self.set(split, Step::Split(split + 1, end));
            }
            Some(max) => {
                let mut splits = Vec::new();
                for _ in min..max {
                    splits.push(self.push(Step::Jump(0))?);
                    self.add(node)?;
                }
                let end = self.steps.len();
                for split in splits {
                    self.set(split, Step::Split(split + 1, end));
                }
            }
        }
        Ok(())
    }
}
