//! The namespace of a release: as the options say, else as the context of the kubeconfig does
//! (client-go: `tools/clientcmd`; Helm: `EnvSettings.Namespace`).

use std::env;
use std::path::{Path, PathBuf};

use gostd::json::Value;

use super::flags::GlobalOptions;
use crate::disk;

const DEFAULT: &str = "default";
const LIMIT: u64 = 16 << 20;

/// The namespace. A kubeconfig that can't be used counts as none, as in Helm.
pub fn of(options: &GlobalOptions) -> String {
    let given = options.namespace.as_deref().filter(|namespace| !namespace.is_empty());
    given.map(str::to_owned).or_else(|| from_kubeconfig(options)).unwrap_or_else(|| DEFAULT.to_owned())
}

fn from_kubeconfig(options: &GlobalOptions) -> Option<String> {
    let files = files(options.kubeconfig.as_deref());
    let mut configurations = Vec::new();
    for file in &files {
        // One broken file spoils them all; one that is missing does not.
        let Some(text) = disk::read_if_there(file, LIMIT).ok()? else { continue };
        configurations.push(goyaml::parse(&text).ok()?.map_or(Some(Value::Null), |node| node.to_json().ok())?);
    }
    namespace(&configurations, options.kube_context.as_deref().unwrap_or_default())
}

/// `--kubeconfig`, else all of `KUBECONFIG`, else the user's own.
fn files(explicit: Option<&Path>) -> Vec<PathBuf> {
    if let Some(file) = explicit.filter(|file| !file.as_os_str().is_empty()) {
        return vec![file.to_path_buf()];
    }
    if let Some(list) = env::var_os("KUBECONFIG").filter(|list| !list.is_empty()) {
        return env::split_paths(&list).filter(|file| !file.as_os_str().is_empty()).collect();
    }
    env::var_os("HOME").map(|home| PathBuf::from(home).join(".kube/config")).into_iter().collect()
}

/// The namespace of a context, empty for the current one; `None` without such a context. Of what several files say
/// about the same thing, the first counts.
fn namespace(configurations: &[Value], context: &str) -> Option<String> {
    let current = || configurations.iter().find_map(|value| text(value, "current-context"));
    let name = if context.is_empty() { current()? } else { context };
    let lists = configurations.iter().map(|value| match value.get("contexts") {
        None | Some(Value::Null) => Some(&[][..]),
        Some(list) => list.as_array(),
    });
    let lists = lists.collect::<Option<Vec<_>>>()?;
    // Within one file the last of a name counts.
    let in_list = |items: &&[Value]| items.iter().rposition(|item| text(item, "name") == Some(name));
    let (list, place) = lists.iter().find_map(|list| in_list(list).map(|place| (list, place)))?;
    text(list.get(place)?.get("context")?, "namespace").map(str::to_owned)
}

fn text<'v>(value: &'v Value, key: &str) -> Option<&'v str> {
    value.get(key).and_then(Value::as_str).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Value {
        goyaml::parse(text.as_bytes()).unwrap().unwrap().to_json().unwrap()
    }

    /// Recorded from Helm 4.3.1.
    #[test]
    fn the_context_says_the_namespace() {
        let first = read(
            "current-context: a\ncontexts:\n- name: a\n  context: {cluster: c, namespace: blue}\n\
             - name: d\n  context: {cluster: c}\n",
        );
        let second = read("current-context: b\ncontexts:\n- name: a\n  context: {namespace: late}\n");
        let both = [first, second];
        assert_eq!(namespace(&both, "").as_deref(), Some("blue"));
        assert_eq!(namespace(&both, "d"), None, "it names none");
        assert_eq!(namespace(&both, "nope"), None);
        assert_eq!(namespace(&[], ""), None);
        assert_eq!(namespace(&[read("contexts: 5"), both[0].clone()], "a"), None, "one broken file spoils them all");
    }
}
