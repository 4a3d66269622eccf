// A small world for the tests: a chain with two sets of validators, and an anchor that knows them.
import { toSigners, Chain, Validators } from '../../js/beefy.js';
import { Chance } from '../../js/bytes.js';
import { Contract } from './ethereum.js';
import { randomStatement, statementLeaf, statementPath, statementRoot } from '../../js/statement.js';

export const MAXIMUM_AGE = 14n * 24n * 3600n;

export class World {
  /** Sets of `length` validators each, the first in office; `startHeight` blocks have been made. */
  static async create(ethereum, { length = 4, seed = 1, startHeight = 0, nextLength = length } = {}) {
    const world = new World();
    world.chance = new Chance(seed);
    world.sets = [new Validators(1, length), new Validators(2, nextLength), new Validators(3, length)];
    world.chain = new Chain(world.chance);
    world.chain.blocks(startHeight, world.sets[1].set);
    world.ethereum = ethereum;
    world.anchor = await Contract.deploy(ethereum, 'LeaseAnchor', [
      world.sets[0].set,
      world.sets[1].set,
      startHeight,
      MAXIMUM_AGE,
    ]);
    return world;
  }

  /** Arguments of `submit` for the chain's head, signed by the quorum of the set in office. */
  async submission(validators = this.sets[0], blockNumber = this.chain.height) {
    const commitment = this.chain.commitment(validators.id, blockNumber);
    const signatures = await validators.signByQuorum(commitment, this.chance);
    return [commitment, toSigners(signatures, validators.addresses)];
  }

  /** Arguments of `submitHandOver` for the chain's head, by set `at`; the head's leaf proves the next. */
  async handOver(validators = this.sets[1], next = this.sets[2].set) {
    this.chain.block(next);
    const { leaf, proof } = this.chain.leafWithProof(this.chain.height - 1);
    return [...(await this.submission(validators)), { leaf, proof }];
  }

  /**
   * Arguments of `submitLaterHandOver` for the chain's head: by set `id`, of which `validators` are
   * said to be in the session before, and after which comes `next`.
   */
  async laterHandOver({ id = 4, validators = this.sets[1], office = validators.as(id).set, next } = {}) {
    this.chain.blocks(5, office);
    const from = this.chain.height - 1;
    this.chain.blocks(7, next ?? validators.as(id + 1).set);
    const submission = await this.submission(validators.as(id));
    return [...submission, this.chain.leafWithProof(from), this.chain.leafWithProof(this.chain.height - 3)];
  }

  /**
   * Makes a block with `count` statements, then the block that carries their root, then `later`
   * more; anchors the head. Arguments of `verifyLease` for one of the statements.
   */
  async provenStatement({ count = 5, index = 2, later = 3, change = {} } = {}) {
    const statements = Array.from({ length: count }, () => randomStatement(this.chance));
    statements[index] = { ...statements[index], ...change };
    const leaves = statements.map(statementLeaf);
    const next = this.sets[1].set;
    this.chain.block(next);
    const saidAt = this.chain.height;
    this.chain.block(next, statementRoot(leaves));
    this.chain.blocks(later, next);
    await this.anchor.send('submit', await this.submission());
    const { leaf, proof } = this.chain.leafWithProof(saidAt);
    this.saidAt = saidAt;
    return [statements[index], statementPath(leaves, index), leaf, proof, this.chain.height];
  }
}
