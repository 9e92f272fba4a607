//! Charts while their dependencies are processed.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use chart::{Chart, Dependency, Metadata};
use gostd::json::Value;

use crate::values::coalesce::ChartNode;
use crate::values::node::{Key, Node, Values};

/// A chart that changes; clones are the same chart.
#[derive(Clone)]
pub(super) struct Work<'v>(Rc<RefCell<State<'v>>>);

struct State<'v> {
    chart: &'v Chart,
    identity: Rc<RefCell<Identity<'v>>>,
    values: Node<'v>,
    dependencies: Vec<Work<'v>>,
}

/// The part of a chart's metadata that changes.
#[derive(Clone)]
struct Identity<'v> {
    name: &'v str,
    /// `None` where the chart lists none.
    listed: Option<Vec<Rc<Listed<'v>>>>,
}

/// An entry of `dependencies`. In Helm 3 copies of a chart have the same entries.
#[derive(Clone)]
pub(super) struct Listed<'v> {
    pub(super) declared: &'v Dependency,
    /// The name, or the alias once that is applied.
    pub(super) name: Cell<&'v str>,
    pub(super) enabled: Cell<bool>,
    /// `import-values` as pairs of child and parent, once they have been looked at.
    pub(super) imports: RefCell<Option<Vec<(String, String)>>>,
}

impl<'v> Work<'v> {
    /// A chart as it was loaded. Recursion is as deep as charts are in each other, which loading limits.
    pub(super) fn of(chart: &'v Chart) -> Self {
        let listed = chart.metadata.dependencies.iter().map(|entry| Rc::new(Listed::new(entry))).collect();
        let identity = Identity { name: &chart.metadata.name, listed: chart.lists_dependencies.then_some(listed) };
        Self::new(State {
            chart,
            identity: Rc::new(RefCell::new(identity)),
            values: Node::Frozen(&chart.default_values),
            dependencies: chart.dependencies.iter().map(Self::of).collect(),
        })
    }

    fn new(state: State<'v>) -> Self {
        Self(Rc::new(RefCell::new(state)))
    }

    /// A copy that is known by another name. It has metadata of its own; the charts within have not, so what happens to
    /// theirs happens to those of all copies.
    pub(super) fn renamed(&self, name: &'v str) -> Self {
        let state = self.0.borrow();
        let listed = state.identity.borrow().listed.clone();
        let copied =
            |entries: Vec<Rc<Listed<'v>>>| entries.iter().map(|entry| Rc::new(entry.as_ref().clone())).collect();
        let identity = Identity { name, listed: listed.map(copied) };
        let dependencies = state.dependencies.iter().map(Self::shallow).collect();
        let identity = Rc::new(RefCell::new(identity));
        Self::new(State { chart: state.chart, identity, values: state.values.clone(), dependencies })
    }

    /// The same as Helm 3 does it: the charts within and the entries of the list are the same.
    pub(super) fn renamed_sharing(&self, name: &'v str) -> Self {
        let state = self.0.borrow();
        let identity = Rc::new(RefCell::new(Identity { name, ..state.identity.borrow().clone() }));
        let dependencies = state.dependencies.clone();
        Self::new(State { chart: state.chart, identity, values: state.values.clone(), dependencies })
    }

    fn shallow(&self) -> Self {
        let state = self.0.borrow();
        Self::new(State {
            chart: state.chart,
            identity: Rc::clone(&state.identity),
            values: state.values.clone(),
            dependencies: state.dependencies.clone(),
        })
    }

    pub(super) fn chart(&self) -> &'v Chart {
        self.0.borrow().chart
    }

    pub(super) fn chart_name(&self) -> &'v str {
        self.0.borrow().identity.borrow().name
    }

    pub(super) fn dependencies(&self) -> Vec<Self> {
        self.0.borrow().dependencies.clone()
    }

    pub(super) fn set_dependencies(&self, dependencies: Vec<Self>) {
        self.0.borrow_mut().dependencies = dependencies;
    }

    pub(super) fn listed(&self) -> Option<Vec<Rc<Listed<'v>>>> {
        self.0.borrow().identity.borrow().listed.clone()
    }

    pub(super) fn set_listed(&self, listed: Option<Vec<Rc<Listed<'v>>>>) {
        self.0.borrow().identity.borrow_mut().listed = listed;
    }

    pub(super) fn set_values(&self, values: Node<'v>) {
        self.0.borrow_mut().values = values;
    }

    pub(super) fn final_values(&self) -> Values<'v> {
        Values::of(self.0.borrow().values.clone())
    }

    /// The chart's metadata as they are now.
    pub(super) fn metadata(&self) -> Metadata {
        let state = self.0.borrow();
        let identity = state.identity.borrow();
        let mut metadata = state.chart.metadata.clone();
        identity.name.clone_into(&mut metadata.name);
        metadata.dependencies = identity.listed.iter().flatten().map(|entry| entry.to_dependency()).collect();
        metadata
    }
}

impl<'v> Listed<'v> {
    fn new(declared: &'v Dependency) -> Self {
        Self {
            declared,
            name: Cell::new(&declared.name),
            enabled: Cell::new(declared.enabled),
            imports: RefCell::new(None),
        }
    }

    fn to_dependency(&self) -> Dependency {
        let mut dependency = self.declared.clone();
        self.name.get().clone_into(&mut dependency.name);
        dependency.enabled = self.enabled.get();
        if let Some(imports) = &*self.imports.borrow() {
            dependency.import_values = imports.iter().map(import_value).collect();
        }
        dependency
    }
}

fn import_value((child, parent): &(String, String)) -> Value {
    let members = [("child", child), ("parent", parent)];
    Value::Object(members.map(|(key, path)| (key.to_owned(), Value::from(path.as_str()))).into())
}

impl<'v> ChartNode<'v> for Work<'v> {
    fn name(&self) -> Key<'v> {
        self.chart_name().into()
    }

    fn values(&self) -> Node<'v> {
        self.0.borrow().values.clone()
    }

    fn dependencies(&self) -> Vec<Self> {
        self.dependencies()
    }
}
