//! Variables and arguments that name images.

use super::Reference;

/// Words behind `IMAGE` with which a variable says something about an image, but does not name it.
const OTHER: [&str; 22] = [
    "ADDR",
    "ADDRESS",
    "BUCKET",
    "DIGEST",
    "DIR",
    "ENDPOINT",
    "HOST",
    "PATH",
    "POLICY",
    "PORT",
    "PREFIX",
    "PROXY",
    "PULL",
    "REGISTRY",
    "REPO",
    "REPOSITORY",
    "SECRET",
    "SERVER",
    "SERVICE",
    "TAG",
    "URL",
    "VERSION",
];
/// Ends of names of files, among them those of pictures.
const FILES: [&str; 12] =
    [".png", ".jpg", ".jpeg", ".svg", ".gif", ".ico", ".webp", ".iso", ".img", ".qcow2", ".json", ".yaml"];

/// Whether a variable with this name holds the name of an image: `IMAGE` is one of its words, and none behind it says
/// otherwise. (`RELATED_IMAGE_…` is what operators are told images by.)
pub(super) fn is_image_variable(name: &str) -> bool {
    let mut words = name.split('_').skip_while(|word| *word != "IMAGE");
    words.next().is_some() && (name.starts_with("RELATED_IMAGE_") || !words.any(|word| OTHER.contains(&word)))
}

/// The value in `--some-image=value`, and the option.
pub(super) fn image_argument(argument: &str) -> Option<(&str, &str)> {
    let (option, value) = argument.split_once('=')?;
    is_image_option(option).then_some((option, value))
}

/// Whether the argument after this one is an image: `--some-image`.
pub(super) fn is_image_option(option: &str) -> bool {
    let Some(name) = option.strip_prefix('-') else { return false };
    let name = name.trim_start_matches('-');
    let says_image = name.split(['-', '_', '.']).next_back() == Some("image") || name.ends_with("Image");
    says_image && !name.contains("base-image") || name == "prometheus-config-reloader"
}

/// Whether a text that may be anything can be taken for an image: it parses, and has more than a name.
pub(super) fn looks_like_image(text: &str) -> bool {
    let name = text.split('@').next().unwrap_or_default();
    let is_file = FILES.iter().any(|end| name.len() > end.len() && name.ends_with(end));
    text.contains(['/', ':', '@']) && !is_file && Reference::parse(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_name_images_by_a_word() {
        for name in ["IMAGE", "RUNNER_IMAGE", "PROXY_IMAGE", "RELATED_IMAGE_PROXY", "IMAGE_NAME", "A_IMAGE_B"] {
            assert!(is_image_variable(name), "{name}");
        }
        for name in ["IMAGES", "IMAGE_PROXY", "IMAGE_PULL_POLICY", "IMAGE_TAG", "IMAGE_REGISTRY", "image", "MYIMAGE"] {
            assert!(!is_image_variable(name), "{name}");
        }
    }

    #[test]
    fn options_name_images_by_their_last_word() {
        assert_eq!(image_argument("--solver-image=r.io/a:1"), Some(("--solver-image", "r.io/a:1")));
        assert_eq!(image_argument("--image-pull-policy=Always"), None);
        assert_eq!(image_argument("--prometheus-default-base-image=r.io/a"), None);
        assert!(is_image_option("-image") && is_image_option("--prometheus-config-reloader"));
        assert!(!is_image_option("image"));
    }

    #[test]
    fn texts_are_taken_for_images_with_care() {
        assert!(looks_like_image("r.io/a:1") && looks_like_image("a:1"));
        for text in ["a", "/a/b", "https://r.io/a", "logos/web.png", "$(IMAGE):1", "r.io/{{ x }}"] {
            assert!(!looks_like_image(text), "{text}");
        }
    }
}
