use oci::{Digest, Hosted, Store, StoreError, UploadId, limits};

use super::*;

#[test]
fn two_stores_share_a_session() {
    let scratch = Scratch::new();
    let folder = scratch.join("demo");
    let (left, right) = (store(&folder), store(&folder));
    let id = run(left.begin_upload()).unwrap();
    assert_eq!(run(right.upload_size(&id)).unwrap(), Some(0));
    assert_eq!(run(left.append_upload(&id, 0, Bytes::from_static(b"hello "))).unwrap(), 6);
    let error = run(right.append_upload(&id, 0, Bytes::from_static(b"again"))).unwrap_err();
    assert!(matches!(error, StoreError::Upload { .. }), "{error}");
    assert_eq!(run(right.append_upload(&id, 6, Bytes::from_static(b"world"))).unwrap(), 11);
    let (descriptor, content) = blob("hello world");
    run(right.finish_upload(&id, &descriptor.digest)).unwrap();
    assert_eq!(run(left.blob(&descriptor, limits::BLOB)).unwrap(), content);
    assert_eq!(run(left.upload_size(&id)).unwrap(), None);
    assert!(run(left.append_upload(&id, 11, Bytes::new())).unwrap_err().is_not_found());
    assert_eq!(run(left.blob(&descriptor, limits::BLOB)).unwrap(), content);
}

#[test]
fn a_session_with_other_content_is_dropped() {
    let scratch = Scratch::new();
    let store = store(&scratch.join("demo"));
    let id = run(store.begin_upload()).unwrap();
    run(store.append_upload(&id, 0, Bytes::from_static(b"evil"))).unwrap();
    let expected = Digest::of(b"good");
    let error = run(store.finish_upload(&id, &expected)).unwrap_err();
    assert!(matches!(error, StoreError::DigestMismatch { .. }), "{error}");
    assert_eq!(run(store.upload_size(&id)).unwrap(), None);
    assert_eq!(run(store.blob_size(&expected)).unwrap(), None);
}

#[test]
fn sessions_end_and_are_never_guessed() {
    let scratch = Scratch::new();
    let folder = scratch.join("demo");
    let store = store(&folder);
    let unknown = UploadId::parse("0123456789abcdef").unwrap();
    assert_eq!(run(store.upload_size(&unknown)).unwrap(), None);
    assert!(!run(store.abort_upload(&unknown)).unwrap());
    assert!(run(store.finish_upload(&unknown, &Digest::of(b""))).unwrap_err().is_not_found());
    assert!(listing(&scratch.0).is_empty());
    let (one, two) = (run(store.begin_upload()).unwrap(), run(store.begin_upload()).unwrap());
    assert_ne!(one, two);
    assert!(run(store.abort_upload(&one)).unwrap());
    assert!(!run(store.abort_upload(&one)).unwrap());
    assert_eq!(listing(&folder.join(".portolan/uploads")), [two.as_str()]);
}

#[test]
fn parts_of_a_blob_are_served() {
    let scratch = Scratch::new();
    let store = store(&scratch.join("demo"));
    let (descriptor, content) = blob("0123456789");
    run(store.push_blob(&descriptor, content)).unwrap();
    assert_eq!(run(store.blob_size(&descriptor.digest)).unwrap(), Some(10));
    let part = |offset, length| run(store.blob_part(&descriptor.digest, offset, length)).unwrap();
    assert_eq!(part(2, 3), "234");
    assert_eq!(part(8, u64::MAX), "89");
    assert!(part(10, 5).is_empty());
    assert!(run(store.blob_part(&Digest::of(b"absent"), 0, 1)).unwrap_err().is_not_found());
}
