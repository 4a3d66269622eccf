// A node of the chain, over its WebSocket RPC: what a poster asks it for.
import { secp256k1 } from '@noble/curves/secp256k1';
import { publicKeyToAddress } from 'viem/accounts';
import WebSocket from 'ws';
import { decodeJustification, decodeLeafProof } from './beefy.js';
import { hex, Reader } from './bytes.js';

export class Node {
  static connect(url) {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(url);
      socket.once('error', (error) => reject(new Error(`no node answers at ${url}: ${error.message}`)));
      socket.once('open', () => resolve(new Node(socket)));
    });
  }

  constructor(socket) {
    Object.assign(this, { socket, next: 1, waiting: new Map(), listeners: new Map() });
    socket.on('message', (data) => this.#receive(JSON.parse(data)));
    socket.on('close', () => {
      for (const { reject } of this.waiting.values()) reject(new Error('the node closed the connection'));
    });
  }

  #receive({ id, result, error, params }) {
    if (params?.subscription !== undefined) {
      this.listeners.get(params.subscription)?.(params.result);
      return;
    }
    const { method, resolve, reject } = this.waiting.get(id) ?? {};
    this.waiting.delete(id);
    if (error) reject?.(new Error(`${method}: ${error.message} ${error.data ?? ''}`));
    else resolve?.(result);
  }

  request(method, ...params) {
    const id = this.next++;
    this.socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
    return new Promise((resolve, reject) => this.waiting.set(id, { method, resolve, reject }));
  }

  /** BEEFY's justifications from now on, decoded, one after the other. */
  async *justifications() {
    const queue = [];
    let wake = () => {};
    const subscription = await this.request('beefy_subscribeJustifications');
    this.listeners.set(subscription, (encoded) => {
      queue.push(decodeJustification(encoded));
      wake();
    });
    for (;;) {
      while (queue.length > 0) yield queue.shift();
      await new Promise((resolve) => (wake = resolve));
    }
  }

  hash = (blockNumber) => this.request('chain_getBlockHash', blockNumber);

  /** The last block that BEEFY finalised. */
  async beefyHead() {
    const hash = await this.request('beefy_getFinalizedHead');
    return Number((await this.request('chain_getHeader', hash)).number);
  }

  /** A runtime API without arguments, at a block. */
  async #call(api, blockNumber) {
    return new Reader(await this.request('state_call', api, '0x', await this.hash(blockNumber)));
  }

  async #authoritySet(api, blockNumber) {
    const reader = await this.#call(api, blockNumber);
    const set = { id: reader.u64(), length: reader.u32(), root: reader.hash() };
    reader.end();
    return set;
  }

  /** The set in office at a block, as the contract knows sets. */
  currentSet = (blockNumber) => this.#authoritySet('BeefyMmrApi_authority_set_proof', blockNumber);

  /** The set after it. */
  nextSet = (blockNumber) => this.#authoritySet('BeefyMmrApi_next_authority_set_proof', blockNumber);

  /** The id of the set in office at a block and its validators' Ethereum addresses. */
  async validators(blockNumber) {
    const reader = await this.#call('BeefyApi_validator_set', blockNumber);
    if (reader.u8() !== 1) throw new Error(`BEEFY has no validators at block ${blockNumber}`);
    const keys = Array.from({ length: reader.compact() }, () => reader.take(33));
    const id = reader.u64();
    reader.end();
    const addresses = keys.map((key) =>
      publicKeyToAddress(hex(secp256k1.ProjectivePoint.fromHex(key).toRawBytes(false))),
    );
    return { id, addresses };
  }

  /** The leaf that block `blockNumber` appended, its bytes, and its proof in the range of block `at`. */
  async leafProof(blockNumber, at) {
    const answer = await this.request('mmr_generateProof', [blockNumber], at, await this.hash(at));
    return decodeLeafProof(answer);
  }

  /** The latest statement on a lease with its path; null if there is none. */
  statementProof = (lease) => this.request('lease_statementProof', lease);

  close() {
    this.socket.close();
  }
}
