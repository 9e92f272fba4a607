// The tree of a transparency log (RFC 6962, section 2), computed anew each time: the logs of cases are short.
import crypto from 'node:crypto';

const hash = (kind, ...parts) => crypto.createHash('sha256').update(Buffer.concat([Buffer.from([kind]), ...parts])).digest();

export class MerkleTree {
  #leaves = [];

  get size() { return this.#leaves.length; }

  // Gives the position of the new leaf.
  append(content) { return this.#leaves.push(hash(0, content)) - 1; }

  leaf(index) { return this.#leaves[index]; }

  root() { return rootOf(this.#leaves); }

  // The hashes that lead from a leaf to the root.
  path(index) { return pathOf(this.#leaves, index); }
}

function rootOf(leaves) {
  if (leaves.length === 1) return leaves[0];
  const left = leftSize(leaves.length);
  return hash(1, rootOf(leaves.slice(0, left)), rootOf(leaves.slice(left)));
}

function pathOf(leaves, index) {
  if (leaves.length === 1) return [];
  const left = leftSize(leaves.length);
  return index < left
    ? [...pathOf(leaves.slice(0, left), index), rootOf(leaves.slice(left))]
    : [...pathOf(leaves.slice(left), index - left), rootOf(leaves.slice(0, left))];
}

// The largest power of two that is smaller than the count.
const leftSize = (count) => 2 ** Math.ceil(Math.log2(count) - 1);
