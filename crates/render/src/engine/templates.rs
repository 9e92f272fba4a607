//! Parsed templates, kept from one scenario to the next.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use chart::File;
use foldhash::HashMap;
use gotemplate::ast::Tree;
use gotemplate::{Error, Functions, Set, Str};

use super::trace::TemplateError;
use crate::functions;
use crate::root::Scope;

/// From this many bytes of text on, a second thread is worth its start.
const WORTH_A_THREAD: usize = 64 << 10;

/// Tokens and bytes of all templates of a render. Real charts were seen with a tenth of it.
const MAX_TOKENS: usize = 1_000_000;
const MAX_BYTES: usize = 32 << 20;

/// A template file in its place in the tree of charts.
pub(super) struct Template<'s> {
    pub(super) scope: &'s Scope<'s>,
    pub(super) file: &'s File,
    pub(super) path: String,
}

impl Template<'_> {
    pub(super) fn is_partial(&self) -> bool {
        self.path.rsplit('/').next().is_some_and(|name| name.starts_with('_'))
    }

    fn unparsed(&self, error: Error) -> TemplateError {
        TemplateError::parse(&self.path, error, Str::from(Arc::clone(&self.file.data)))
    }

    pub(super) fn depth(&self) -> usize {
        self.path.bytes().filter(|byte| *byte == b'/').count()
    }
}

/// Files to be parsed before they are needed.
pub(crate) struct Ahead<'f> {
    files: &'f [(String, &'f File)],
    next: AtomicUsize,
    /// Tokens read so far.
    tokens: AtomicUsize,
}

impl<'f> Ahead<'f> {
    /// Work for several threads; `None` if it would not be worth one.
    pub(crate) fn new(files: &'f [(String, &'f File)]) -> Option<Self> {
        let bytes: usize = files.iter().map(|(_, file)| file.data.len()).sum();
        (bytes >= WORTH_A_THREAD).then_some(Self { files, next: AtomicUsize::new(0), tokens: AtomicUsize::new(0) })
    }
}

/// A template's path and the address of its text: a chart is not changed while its templates are kept.
type Key = (String, usize);

/// What a file consists of.
#[derive(Debug, Clone, Default)]
struct Trees {
    trees: Arc<[Arc<Tree>]>,
    tokens: usize,
}

/// The functions and all templates parsed so far; can be shared by threads.
#[derive(Debug)]
pub struct Templates {
    functions: Functions,
    parsed: Mutex<HashMap<Key, Trees>>,
}

impl Default for Templates {
    fn default() -> Self {
        Self { functions: Functions::new(functions::all()), parsed: Mutex::default() }
    }
}

impl Templates {
    /// The functions that templates can call.
    pub(super) fn functions(&self) -> &Functions {
        &self.functions
    }

    /// Parses files that nobody has parsed yet, until none is left. Several threads may share the work. Broken files
    /// are left to [`Self::set`].
    pub(crate) fn work(&self, ahead: &Ahead<'_>) {
        while let Some((path, file)) = ahead.files.get(ahead.next.fetch_add(1, Ordering::Relaxed)) {
            let key = (path.clone(), file.data.as_ptr().addr());
            if ahead.tokens.load(Ordering::Relaxed) > MAX_TOKENS {
                return;
            }
            if self.kept(&key).is_none()
                && let Ok(trees) = self.parse(&(path, file))
            {
                ahead.tokens.fetch_add(trees.tokens, Ordering::Relaxed);
                self.parsed.lock().unwrap_or_else(PoisonError::into_inner).insert(key, trees);
            }
        }
    }

    fn kept(&self, key: &Key) -> Option<Trees> {
        self.parsed.lock().unwrap_or_else(PoisonError::into_inner).get(key).cloned()
    }

    /// The set of templates that can call each other.
    pub(super) fn set(&self, ordered: &[Template<'_>]) -> Result<Set, TemplateError> {
        let mut set = Set::new("gotpl");
        for trees in self.trees(ordered)? {
            for tree in trees.trees.iter() {
                set.insert(Arc::clone(tree));
            }
        }
        Ok(set)
    }

    /// The trees of each file, in the given order. The first broken file in that order is the one that is blamed.
    fn trees(&self, ordered: &[Template<'_>]) -> Result<Vec<Trees>, TemplateError> {
        let known: Vec<Option<Trees>> = {
            let parsed = self.parsed.lock().unwrap_or_else(PoisonError::into_inner);
            ordered.iter().map(|template| parsed.get(&key(template)).cloned()).collect()
        };
        let unknown: Vec<(&str, &File)> = ordered
            .iter()
            .zip(&known)
            .filter(|(_, known)| known.is_none())
            .map(|(template, _)| (template.path.as_str(), template.file))
            .collect();
        let mut fresh = unknown.iter().map(|file| self.parse(file));
        let mut all = Vec::with_capacity(ordered.len());
        let (mut tokens, mut bytes) = (0, 0);
        for (template, known) in ordered.iter().zip(known) {
            let trees = match known {
                Some(trees) => trees,
                None => match fresh.next() {
                    Some(Ok(trees)) => trees,
                    Some(Err(error)) => return Err(template.unparsed(error)),
                    None => Trees::default(),
                },
            };
            tokens += trees.tokens;
            bytes += template.file.data.len();
            if tokens > MAX_TOKENS || bytes > MAX_BYTES {
                return Err(template.unparsed(too_much()));
            }
            all.push(trees);
        }
        self.keep(ordered, &all);
        Ok(all)
    }

    fn keep(&self, ordered: &[Template<'_>], all: &[Trees]) {
        let mut parsed = self.parsed.lock().unwrap_or_else(PoisonError::into_inner);
        for (template, trees) in ordered.iter().zip(all) {
            parsed.entry(key(template)).or_insert_with(|| trees.clone());
        }
    }

    fn parse(&self, (path, file): &(&str, &File)) -> Result<Trees, Error> {
        let text = Str::from(Arc::clone(&file.data));
        let parsed = gotemplate::parse::parse(path, text, &|name| self.functions.contains(name))?;
        let tokens = parsed.tokens as usize;
        let trees = parsed.defined.into_iter().chain([parsed.main]).map(Arc::new).collect();
        Ok(Trees { trees, tokens })
    }
}

fn too_much() -> Error {
    Error::limit(format!(
        "the templates up to here have more than {MAX_TOKENS} tokens or {} MiB of text",
        MAX_BYTES >> 20
    ))
}

fn key(template: &Template<'_>) -> Key {
    (template.path.clone(), template.file.data.as_ptr().addr())
}
