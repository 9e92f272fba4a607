// What verifiers trust and where signers go, in the forms of sigstore's protobuf-specs.
import crypto from 'node:crypto';

const base64 = (bytes) => Buffer.from(bytes).toString('base64');
const validFor = { start: '2020-01-01T00:00:00Z' };
const operator = 'interop.test';

export function trustedRoot(world, keys) {
  return {
    mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    tlogs: [
      log(world.rekorV1, keys.rekorV1, 'PKIX_ECDSA_P256_SHA_256', hash(keys.rekorV1)),
      log(world.rekorV2, keys.rekorV2, 'PKIX_ED25519', keys.rekorV2Id),
    ],
    certificateAuthorities: [authority(world.fulcio, world.keys.fulcio, 'fulcio-root')],
    ctlogs: [log(world.certificateLog, keys.certificateLog, 'PKIX_ECDSA_P256_SHA_256', hash(keys.certificateLog))],
    timestampAuthorities: [authority(`${world.timestamps}/api/v1/timestamp`, world.keys.timestamps, 'tsa-root')],
  };
}

const hash = (key) => crypto.createHash('sha256').update(key).digest();

const log = (baseUrl, key, keyDetails, id) => ({
  baseUrl, hashAlgorithm: 'SHA2_256', operator,
  publicKey: { rawBytes: base64(key), keyDetails, validFor },
  logId: { keyId: base64(id) },
});

const authority = (uri, { certificates }, commonName) => ({
  subject: { organization: operator, commonName }, uri, operator, validFor,
  certChain: { certificates: certificates.map((certificate) => ({ rawBytes: base64(certificate) })) },
});

// rekor: the version of the log that signers use.
export function signingConfig(world, rekor) {
  const service = (url, majorApiVersion) => ({ url, majorApiVersion, validFor, operator });
  return {
    mediaType: 'application/vnd.dev.sigstore.signingconfig.v0.2+json',
    caUrls: [service(world.fulcio, 1)],
    oidcUrls: [service(`${world.issuer}/email`, 1)],
    rekorTlogUrls: [service(rekor === 2 ? world.rekorV2 : world.rekorV1, rekor)],
    rekorTlogConfig: { selector: 'ANY' },
    tsaUrls: [service(`${world.timestamps}/api/v1/timestamp`, 1)],
    tsaConfig: { selector: 'ANY' },
  };
}
