// Keys and certificates of the world. OpenSSL writes the certificates.
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { execFileSync } from 'node:child_process';

export function signingKey(kind) {
  return kind === 'ed25519' ? crypto.generateKeyPairSync('ed25519') : crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

export const publicDer = (key) => key.export({ type: 'spki', format: 'der' });

export function writePem(file, key) {
  const type = key.type === 'private' ? 'pkcs8' : 'spki';
  fs.writeFileSync(file, key.export({ type, format: 'pem' }), { mode: 0o600 });
}

// Rekor v2 names a log by the hash of its origin and Ed25519 key (C2SP signed-note), not cut to four bytes.
export function rekorV2LogId(origin, publicKey) {
  const key = publicDer(publicKey).subarray(-32);
  return crypto.createHash('sha256').update(`${origin}\n`).update(Buffer.from([1])).update(key).digest();
}

// A root and an intermediate that may issue code signing certificates. Leaves NAME-root.pem and NAME-chain.pem.
export function certificateAuthority(folder, name) {
  const root = selfSigned(folder, `${name}-root`, 'keyUsage=critical,keyCertSign,cRLSign');
  const intermediate = issued(folder, `${name}-intermediate`, root, [
    'basicConstraints=critical,CA:TRUE,pathlen:0', 'keyUsage=critical,keyCertSign,cRLSign', 'extendedKeyUsage=codeSigning',
  ]);
  const password = crypto.randomBytes(12).toString('hex');
  const keyFile = path.join(folder, `${name}.key`);
  openssl(['pkey', '-in', intermediate.key, '-out', keyFile]);
  writeChain(folder, name, [intermediate, root]);
  return { keyFile, password, certificates: [der(intermediate.certificate), der(root.certificate)] };
}

// A root and a certificate that may only make timestamps.
export function timestampAuthority(folder, name) {
  const root = selfSigned(folder, `${name}-root`, 'keyUsage=critical,keyCertSign,cRLSign');
  const leaf = issued(folder, `${name}-leaf`, root, [
    'basicConstraints=critical,CA:FALSE', 'keyUsage=critical,digitalSignature', 'extendedKeyUsage=critical,timeStamping',
  ]);
  writeChain(folder, name, [leaf, root]);
  return { folder, ...leaf, certificates: [der(leaf.certificate), der(root.certificate)] };
}

function selfSigned(folder, name, usage) {
  return certificate(folder, name, ['basicConstraints=critical,CA:TRUE', usage], []);
}

function issued(folder, name, by, extensions) {
  return certificate(folder, name, [...extensions, 'authorityKeyIdentifier=keyid'], ['-CA', by.certificate, '-CAkey', by.key]);
}

function certificate(folder, name, extensions, by) {
  const key = path.join(folder, `${name}.key`);
  const file = path.join(folder, `${name}.pem`);
  const settings = path.join(folder, `${name}.cnf`);
  fs.writeFileSync(settings, `[req]\ndistinguished_name=subject\n[subject]\n[wanted]\nsubjectKeyIdentifier=hash\n${extensions.join('\n')}\n`);
  writePem(key, signingKey('ec').privateKey);
  openssl(['req', '-x509', '-new', '-config', settings, '-extensions', 'wanted', '-sha256', '-days', '3650',
    '-subj', `/O=interop.test/CN=${name}`, '-key', key, '-out', file, ...by]);
  return { key, certificate: file };
}

function writeChain(folder, name, members) {
  const texts = members.map((member) => fs.readFileSync(member.certificate, 'utf8'));
  fs.writeFileSync(path.join(folder, `${name}-chain.pem`), texts.join(''));
}

const der = (file) => new crypto.X509Certificate(fs.readFileSync(file)).raw;

export const openssl = (parameters) => execFileSync('openssl', parameters, { stdio: ['ignore', 'pipe', 'pipe'] });
