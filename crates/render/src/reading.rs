//! Reading documents while templates are still being executed.

use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};

use crate::error::RenderError;
use crate::manifest::{self, Document, ManifestError, Manifests};

/// A document that waits to be read, or has been: the file it stands in, its place there, and more.
struct Numbered<T> {
    path: Arc<str>,
    place: usize,
    content: T,
}

/// Documents on their way from who makes them to who reads them.
pub(crate) struct Queue {
    waiting: Mutex<Receiver<Numbered<Vec<u8>>>>,
}

/// The end of a [`Queue`] that takes files.
pub(crate) struct Feed {
    sender: Sender<Numbered<Vec<u8>>>,
}

/// A document, or why there is none, and what was logged about it.
type Read = (Result<Option<Document>, ManifestError>, Vec<String>);

/// What has been read so far.
#[derive(Default)]
pub(crate) struct Shelf {
    read: Vec<Numbered<Read>>,
}

/// An empty queue.
pub(crate) fn queue() -> (Feed, Queue) {
    let (sender, waiting) = mpsc::channel();
    (Feed { sender }, Queue { waiting: Mutex::new(waiting) })
}

impl Feed {
    /// Queues the documents of a file.
    pub(crate) fn add(&self, path: &str, text: &[u8]) {
        let path: Arc<str> = Arc::from(path);
        for (place, content) in manifest::split(text).enumerate() {
            let waiting = Numbered { path: Arc::clone(&path), place, content: content.to_vec() };
            // The queue outlives its feed; were it gone, nobody would want the document.
            drop(self.sender.send(waiting));
        }
    }
}

impl Queue {
    /// Reads until the feed is gone and nothing is left. Several threads may do so.
    pub(crate) fn drain(&self) -> Shelf {
        let mut shelf = Shelf::default();
        loop {
            let next = self.waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok(Numbered { path, place, content }) = next else {
                return shelf;
            };
            let mut log = Vec::new();
            let document = manifest::read(&path, content, &mut log);
            shelf.read.push(Numbered { path, place, content: (document, log) });
        }
    }
}

impl Shelf {
    /// All documents in Helm's order, from the shelves of all readers.
    ///
    /// # Errors
    /// The first document, by path and place, that cannot be read.
    pub(crate) fn sorted(self, other: Self, log: &mut Vec<String>) -> Result<Manifests, RenderError> {
        let mut read = self.read;
        read.extend(other.read);
        read.sort_by(|a, b| a.path.cmp(&b.path).then(a.place.cmp(&b.place)));
        let mut documents = Vec::with_capacity(read.len());
        for Numbered { content: (document, lines), .. } in read {
            log.extend(lines);
            documents.extend(document?);
        }
        Ok(manifest::sorted(documents))
    }
}
