//! Contents of blobs, from one `git cat-file --batch` for the whole run.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::sync::{Mutex, PoisonError};

/// A repository's blobs. The process begins with the first one that is asked for.
pub(super) struct Objects {
    root: PathBuf,
    reader: Mutex<Option<Reader>>,
}

/// What a blob turned out to be.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Blob {
    /// Its content.
    Content(Vec<u8>),
    /// It has more bytes than wanted.
    TooLarge,
    /// The repository does not have it: a partial clone without its origin.
    Missing,
}

impl Objects {
    pub(super) fn new(root: &Path) -> Self {
        Self { root: root.to_path_buf(), reader: Mutex::new(None) }
    }

    /// The content of a blob of at most `limit` bytes.
    pub(super) fn read(&self, id: &str, limit: u64) -> io::Result<Blob> {
        let mut reader = self.reader.lock().unwrap_or_else(PoisonError::into_inner);
        let running = match reader.take() {
            Some(running) => running,
            None => Reader::start(&self.root)?,
        };
        let mut running = running;
        let blob = running.read(id, limit)?;
        // After an error nobody knows where in its output the process is, so it is not kept.
        *reader = Some(running);
        Ok(blob)
    }
}

struct Reader {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Reader {
    fn start(root: &Path) -> io::Result<Self> {
        let mut command = super::command(root);
        command.args(["cat-file", "--batch"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn()?;
        let output = child.stdout.take().ok_or(io::ErrorKind::BrokenPipe)?;
        Ok(Self { input: child.stdin.take(), output: BufReader::new(output), child })
    }

    fn read(&mut self, id: &str, limit: u64) -> io::Result<Blob> {
        let input = self.input.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        input.write_all(format!("{id}\n").as_bytes())?;
        input.flush()?;
        let mut head = Vec::new();
        self.output.by_ref().take(1024).read_until(b'\n', &mut head)?;
        let head = String::from_utf8_lossy(&head).trim().to_owned();
        let mut words = head.split(' ').skip(1);
        let (kind, size) = (words.next().unwrap_or_default(), words.next().and_then(|size| size.parse::<u64>().ok()));
        let Some(size) = size else {
            return if kind == "missing" { Ok(Blob::Missing) } else { Err(io::ErrorKind::InvalidData.into()) };
        };
        let mut content = self.output.by_ref().take(size.saturating_add(1));
        if size > limit || kind != "blob" {
            io::copy(&mut content, &mut io::sink())?;
            return Ok(if kind == "blob" { Blob::TooLarge } else { Blob::Missing });
        }
        let mut bytes = Vec::new();
        content.read_to_end(&mut bytes)?;
        if bytes.pop() != Some(b'\n') || bytes.len() as u64 != size {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(Blob::Content(bytes))
    }
}

impl Drop for Reader {
    /// The process ends when nobody can ask it anything any more.
    fn drop(&mut self) {
        drop(self.input.take());
        let _ = self.child.wait();
    }
}
