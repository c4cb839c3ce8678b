use crate::text::Span;
use serde::Serialize;

/// How a request went, step by step. A step that fails is the last one: nothing after it is made up.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Trace {
    /// The steps, in the order in which the request takes them.
    pub steps: Vec<Step>,
}

/// One thing that has to hold for a request to arrive.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// What it is about.
    pub stage: Stage,
    /// Whether it holds.
    pub outcome: Outcome,
    /// What happens, in plain words.
    pub text: String,
    /// What to change, where it does not hold.
    pub change: Option<String>,
    /// The places of the text that decide it, the first one first.
    pub places: Vec<Place>,
    /// The objects that it is about, by their indices in [`crate::model::Model::objects`].
    pub objects: Vec<usize>,
    /// The things of the drawing that it is about, by their ids.
    pub things: Vec<String>,
}

/// A place of the text that decides a step.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    /// Where.
    pub span: Span,
    /// What stands there: "the listener", "Ingress shop/web".
    pub what: String,
}

/// What a step is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// A name is looked up.
    Name,
    /// An address leads to a load balancer, a gateway, a service.
    Address,
    /// A class says which controller serves it.
    Class,
    /// A port is listened on, with or without TLS.
    Listener,
    /// A host and a path choose a rule.
    Route,
    /// A service and its port.
    Service,
    /// The pods or addresses that serve it.
    Endpoints,
    /// The policies on the way.
    Policies,
    /// What answers.
    Answer,
}

/// Whether a step holds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// It holds: the text says so.
    Passes,
    /// The text does not say, and designs seldom do: it is taken to hold.
    Assumed,
    /// It may or may not hold; the step says what that depends on.
    Depends,
    /// It does not hold.
    Fails,
}

impl Trace {
    /// How the whole went: as the worst of its steps. A request without steps has not been followed.
    pub fn outcome(&self) -> Outcome {
        self.steps.iter().map(|step| step.outcome).max().unwrap_or(Outcome::Depends)
    }

    /// The first step that fails.
    pub fn failing(&self) -> Option<&Step> {
        self.steps.iter().find(|step| step.outcome == Outcome::Fails)
    }

    /// Whether the request is answered, as far as the text says.
    pub fn answers(&self) -> bool {
        self.outcome() <= Outcome::Assumed
    }
}

impl Stage {
    /// As a heading: "Host and path".
    pub fn title(self) -> &'static str {
        match self {
            Self::Name => "Name",
            Self::Address => "Address",
            Self::Class => "Class",
            Self::Listener => "Listener",
            Self::Route => "Host and path",
            Self::Service => "Service",
            Self::Endpoints => "Endpoints",
            Self::Policies => "Policies",
            Self::Answer => "Answer",
        }
    }
}

impl Outcome {
    /// In one word: "passes".
    pub fn word(self) -> &'static str {
        match self {
            Self::Passes => "passes",
            Self::Assumed => "assumed",
            Self::Depends => "depends",
            Self::Fails => "fails",
        }
    }
}

impl Step {
    /// A step that holds.
    pub(super) fn new(stage: Stage, text: impl Into<String>) -> Self {
        Self {
            stage,
            outcome: Outcome::Passes,
            text: text.into(),
            change: None,
            places: Vec::new(),
            objects: Vec::new(),
            things: Vec::new(),
        }
    }

    /// The same step with another outcome.
    pub(super) fn outcome(mut self, outcome: Outcome) -> Self {
        self.outcome = outcome;
        self
    }

    /// The same step, failing, with what to change.
    pub(super) fn fails(mut self, change: impl Into<String>) -> Self {
        self.outcome = Outcome::Fails;
        self.change = Some(change.into());
        self
    }

    /// The same step with advice.
    pub(super) fn change(mut self, change: impl Into<String>) -> Self {
        self.change = Some(change.into());
        self
    }

    /// The same step with a place that decides it.
    pub(super) fn at(mut self, span: Span, what: impl Into<String>) -> Self {
        if !self.places.iter().any(|place| place.span == span) {
            self.places.push(Place { span, what: what.into() });
        }
        self
    }

    /// The same step with a place where there is one.
    pub(super) fn at_some(self, span: Option<Span>, what: &str) -> Self {
        match span {
            Some(span) => self.at(span, what),
            None => self,
        }
    }

    /// The same step about one more object.
    pub(super) fn object(mut self, index: usize) -> Self {
        if !self.objects.contains(&index) {
            self.objects.push(index);
        }
        self
    }

    /// The same step about one more thing of the drawing.
    pub(super) fn thing(mut self, id: &str) -> Self {
        if !self.things.iter().any(|known| known == id) {
            self.things.push(id.to_owned());
        }
        self
    }
}
