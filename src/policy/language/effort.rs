use alloc::rc::Rc;
use core::cell::Cell;

/// How much work is left to do, shared by all that takes part in it.
///
/// It counts steps, not time: the same policy gives the same answers
/// everywhere. A question that runs out of steps is not decided.
#[derive(Clone, Debug)]
pub(crate) struct Effort(Rc<Steps>);

#[derive(Debug, Default)]
struct Steps {
    /// What is left for this question.
    question: Cell<usize>,
    /// What is left for all questions of its sort.
    grant: Cell<usize>,
    /// What that was at first, and all that was taken before it was given.
    granted: Cell<usize>,
    before: Cell<usize>,
}

impl Effort {
    /// Steps for one question. The built-in policy's hardest takes a fiftieth.
    const QUESTION: usize = 200_000;

    pub(crate) fn new() -> Self {
        Self(Rc::default())
    }

    /// Gives all questions of one sort so many steps.
    pub(crate) fn grant(&self, steps: usize) {
        self.0.before.set(self.taken());
        self.0.granted.set(steps);
        self.0.grant.set(steps);
    }

    /// Begins a question: gives it its share of what is left.
    pub(crate) fn begin(&self) {
        self.0.question.set(Self::QUESTION.min(self.0.grant.get()));
    }

    /// Takes steps, and says whether there were so many left.
    pub(crate) fn spend(&self, steps: usize) -> bool {
        let question = self.0.question.get();
        self.0.question.set(question.saturating_sub(steps));
        self.spend_alone(steps) && question > steps
    }

    /// Takes steps that are of no question, and says whether there were so many
    /// left.
    pub(crate) fn spend_alone(&self, steps: usize) -> bool {
        let grant = self.0.grant.get();
        self.0.grant.set(grant.saturating_sub(steps));
        grant > steps
    }

    /// Whether the question has run out of steps: nothing that was found since
    /// is to be relied on.
    pub(crate) fn is_spent(&self) -> bool {
        self.0.question.get() == 0
    }

    /// Whether no question has steps left.
    pub(crate) fn is_exhausted(&self) -> bool {
        self.0.grant.get() == 0
    }

    /// How many steps were taken since the beginning.
    pub(crate) fn taken(&self) -> usize {
        let Steps { granted, before, grant, .. } = &*self.0;
        before.get() + granted.get() - grant.get()
    }
}

#[cfg(test)]
mod tests {
    use super::Effort;

    #[test]
    fn a_question_ends_with_its_last_step() {
        let effort = Effort::new();
        effort.grant(10);
        assert!(effort.is_spent());
        effort.begin();
        assert!(effort.spend(4) && !effort.is_spent());
        assert!(effort.spend(5) && !effort.is_spent());
        assert!(!effort.spend(1) && effort.is_spent());
    }

    /// A question takes of the grant what it spends, and no more than its share.
    #[test]
    fn questions_share_a_grant() {
        let effort = Effort::new();
        effort.grant(Effort::QUESTION + 10);
        effort.begin();
        assert!(!effort.spend(Effort::QUESTION));
        effort.begin();
        assert!(effort.spend(9));
        assert!(!effort.spend(1));
    }

    #[test]
    fn steps_of_no_question_are_of_the_grant() {
        let effort = Effort::new();
        effort.grant(10);
        assert!(effort.spend_alone(9));
        assert!(!effort.spend_alone(1));
        assert!(!effort.spend_alone(1));
    }
}
