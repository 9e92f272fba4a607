// Verifies a sigstore bundle by sigstore-js: verify_bundle.mjs BUNDLE TRUSTED_ROOT (key PEM | identity ISSUER IDENTITY) [FILE]
//
// FILE is the artifact of a message signature; an attestation needs none. With a key no log entry is asked for if the
// bundle has none.
import crypto from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(`${process.env.SIGSTORE_NODE}/`);
const { bundleFromJSON } = require('@sigstore/bundle');
const { TrustedRoot } = require('@sigstore/protobuf-specs');
const { Verifier, toSignedEntity, toTrustMaterial } = require('@sigstore/verify');

const readJson = (file) => JSON.parse(fs.readFileSync(file, 'utf8'));

function main([bundleFile, rootFile, kind, ...rest]) {
  const bundle = bundleFromJSON(readJson(bundleFile));
  const root = TrustedRoot.fromJSON(readJson(rootFile));
  const key = kind === 'key' ? crypto.createPublicKey(fs.readFileSync(rest.shift())) : undefined;
  const policy = kind === 'identity' ? { extensions: { issuer: rest.shift() }, subjectAlternativeName: rest.shift() } : undefined;
  const material = toTrustMaterial(root, key && (() => ({ publicKey: key, validFor: () => true })));
  const logged = bundle.verificationMaterial.tlogEntries.length;
  const verifier = new Verifier(material, {
    tlogThreshold: Math.min(logged, 1), ctlogThreshold: key ? 0 : 1, timestampThreshold: key ? 0 : 1,
  });
  const file = rest.shift();
  verifier.verify(toSignedEntity(bundle, file && fs.readFileSync(file)), policy);
  console.log(`verified, log entries: ${logged}`);
}

try {
  main(process.argv.slice(2));
} catch (error) {
  console.error(`${error.code ?? error.name}: ${error.message}`);
  process.exit(1);
}
