// An OpenID issuer: ISSUER/email for people, ISSUER/github for workflows. Every grant is given, nothing is asked.
//
// ISSUER/KIND/new-token[?lifetime=SECONDS&audience=…]  the token as text
// ISSUER/github/request-token&audience=…               as GitHub Actions gives it, to the right bearer
// ISSUER/email/auth and ISSUER/email/token             the authorization code flow with PKCE, as a browser does it
import crypto from 'node:crypto';
import { listen } from './processes.mjs';

const claims = {
  email: { sub: 'publisher', email: 'publisher@example.com', email_verified: true },
  github: {
    sub: 'repo:example/charts:ref:refs/tags/v1.0.0', ref: 'refs/tags/v1.0.0', sha: '1'.repeat(40), repository: 'example/charts',
    repository_id: '1001', repository_owner: 'example', repository_owner_id: '1000', repository_visibility: 'public',
    event_name: 'push', workflow: 'release', workflow_sha: '1'.repeat(40), job_workflow_sha: '1'.repeat(40),
    workflow_ref: 'example/charts/.github/workflows/release.yml@refs/tags/v1.0.0',
    job_workflow_ref: 'example/charts/.github/workflows/release.yml@refs/tags/v1.0.0',
    runner_environment: 'github-hosted', run_id: '2001', run_attempt: '1',
  },
};

export async function openIssuer(url) {
  const key = crypto.generateKeyPairSync('rsa', { modulusLength: 2048 });
  const issuer = { url, key, codes: new Map() };
  await listen(url, (request, body) => answer(issuer, request, body));
}

function answer(issuer, request, body) {
  const asked = new URL(request.url, issuer.url);
  const [, kind, ...rest] = asked.pathname.split('/');
  const own = `${issuer.url}/${kind}`;
  if (!(kind in claims)) return { status: 404, body: '{}' };
  switch (rest.join('/')) {
    case '.well-known/openid-configuration': return { body: JSON.stringify(discovery(own)) };
    case 'keys': return { body: JSON.stringify({ keys: [publicKey(issuer)] }) };
    case 'new-token': return { type: 'text/plain', body: token(issuer, kind, asked.searchParams) };
    case 'request-token': return requestToken(issuer, kind, request, asked.searchParams);
    case 'auth': return authorize(issuer, asked.searchParams);
    case 'token': return exchange(issuer, kind, new URLSearchParams(body.toString()));
    default: return { status: 404, body: '{}' };
  }
}

const discovery = (own) => ({
  issuer: own, jwks_uri: `${own}/keys`, authorization_endpoint: `${own}/auth`, token_endpoint: `${own}/token`,
  response_types_supported: ['code'], subject_types_supported: ['public'], id_token_signing_alg_values_supported: ['RS256'],
  code_challenge_methods_supported: ['S256'],
});

const publicKey = ({ key }) => ({ ...key.publicKey.export({ format: 'jwk' }), kid: 'interop', use: 'sig', alg: 'RS256' });

function token({ url, key }, kind, wanted) {
  const now = Math.floor(Date.now() / 1000);
  const lifetime = Number(wanted.get('lifetime') ?? 3600);
  const content = { iss: `${url}/${kind}`, aud: wanted.get('audience') ?? 'sigstore', iat: now, nbf: now - 60, exp: now + lifetime, ...claims[kind] };
  if (wanted.get('nonce')) content.nonce = wanted.get('nonce');
  const parts = [{ alg: 'RS256', typ: 'JWT', kid: 'interop' }, content].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
  const signature = crypto.sign('sha256', Buffer.from(parts.join('.')), key.privateKey);
  return [...parts, signature.toString('base64url')].join('.');
}

function requestToken(issuer, kind, request, wanted) {
  if (!/^bearer may-ask-for-tokens$/i.test(request.headers.authorization ?? '')) return { status: 401, body: '{}' };
  return { body: JSON.stringify({ value: token(issuer, kind, wanted) }) };
}

function authorize({ codes }, wanted) {
  const code = crypto.randomBytes(12).toString('hex');
  codes.set(code, { challenge: wanted.get('code_challenge'), nonce: wanted.get('nonce') });
  const back = new URL(wanted.get('redirect_uri'));
  back.searchParams.set('code', code);
  back.searchParams.set('state', wanted.get('state') ?? '');
  return { status: 302, headers: { location: back.href } };
}

function exchange(issuer, kind, form) {
  const grant = issuer.codes.get(form.get('code'));
  issuer.codes.delete(form.get('code'));
  const verifier = crypto.createHash('sha256').update(form.get('code_verifier') ?? '').digest('base64url');
  if (!grant || (grant.challenge && grant.challenge !== verifier)) {
    return { status: 400, body: JSON.stringify({ error: 'invalid_grant' }) };
  }
  const wanted = new URLSearchParams(grant.nonce ? { nonce: grant.nonce } : {});
  return { body: JSON.stringify({ access_token: 'none', token_type: 'Bearer', expires_in: 3600, id_token: token(issuer, kind, wanted) }) };
}
