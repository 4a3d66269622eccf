// An offer of a private network: approved once with its network, then taken without a vote or an
// auction, and served as soon as the provider confirms.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stranger } from '../lib/keys.js';
import { fund, inState, leaseOf, manifest, resources, runProvider } from '../lib/lease.js';
import { TUSD, USD } from '../lib/money.js';
import { expectEvent, find, send, sendAll } from '../lib/send.js';
import { untilStays } from '../lib/settle.js';
import { context, refusals } from './context.js';

const [operator, provider, tenant, outsider] = [stranger(), stranger(), stranger(), stranger()];
// One that no auction of the other tests comes to.
const PRICE = 2n * USD + 13n;
const TERMS = {
  resources: resources(1, 2, 10), architecture: 'Amd64', price: PRICE, asset: TUSD.id,
  collateral: 1_000_000n, notice: 1_200, grace: 20,
};

const ctx = context(async ({ api }) => {
  await fund(api, [operator, provider, tenant, outsider]);
  return runProvider(api, provider, 'offering');
});

const taken = async (offer) => (await ctx.api.query.providers.offers(offer)).unwrap().taken.toNumber();

test('offer should be an active lease in the block of the provider\'s confirmation', async () => {
  const { api } = ctx;
  const { providers, market, leases } = api.tx;
  const made = await send(api, operator, providers.createNetwork(manifest(), true));
  const { network } = expectEvent(made, 'providers', 'NetworkCreated');
  await untilStays(api, 'the validators to approve the network', async () =>
    (await api.query.providers.networks(network)).unwrap().state.isApproved);
  const [, , published] = await sendAll(api, operator, [
    providers.admitProvider(network, provider.address),
    providers.admitTenant(network, tenant.address),
    providers.publishOffer(network, TERMS, 4),
  ]);
  const { offer } = expectEvent(published, 'providers', 'OfferPublished');
  await send(api, provider, providers.supplyOffer(offer, [0]));

  const take = (replicas = 3, { deposit = 5n * USD, of = offer } = {}) =>
    market.takeOffer(manifest(), of, provider.address, replicas, deposit);
  await Promise.all([
    refusals(api, outsider, [['providers.NotAdmittedToNetwork', take()]]),
    refusals(api, provider, [['market.OwnOrder', take()]]),
    refusals(api, tenant, [
      ['providers.InvalidQuantity', take(5)],
      ['providers.OfferNotFound', take(1, { of: 2n ** 63n })],
      ['escrow.DepositTooLow', take(1, { deposit: 1 })],
    ]),
  ]);

  const result = await send(api, tenant, take());
  const ordered = expectEvent(result, 'market', 'OfferOrdered');
  const id = ordered.order.toNumber();
  assert.equal(find(result.events, 'approvals', 'Submitted'), undefined, 'no vote, and no fee for one');
  assert.equal(ordered.price.toBigInt(), 3n * PRICE);
  assert.equal(await taken(offer), 3);
  const { state, terms } = await leaseOf(api, id);
  assert.ok(state.isAwarded);
  assert.deepEqual([terms.provider.toString(), terms.replicas.toNumber()], [provider.address, 3]);

  const confirmed = await send(api, provider, leases.confirm(id));
  const there = await (await api.at(confirmed.hash)).query.leases.leases(id);
  assert.ok(there.unwrap().state.isActive);
  const { number: asset } = TUSD;
  assert.equal((await api.query.market.recentAwards({ WithId: asset }))
    .filter(({ price }) => price.toBigInt() === 3n * PRICE).length, 0, 'its price is not the market\'s');
  await send(api, tenant, market.closeDeployment(ordered.deployment));
  assert.equal(await taken(offer), 0);

  // Declined, it closes: it is for no other provider, and no validator has approved it.
  const again = expectEvent(await send(api, tenant, take(4)), 'market', 'OfferOrdered');
  await inState(api, again.order, 'Awarded');
  const declined = await send(api, provider, leases.decline(again.order, 3));
  assert.ok(expectEvent(declined, 'market', 'OrderClosing').cause.isNotConfirmed);
  await untilStays(api, 'the order to be gone', async () => (await api.query.market.orders(again.order)).isNone);
  assert.equal(await taken(offer), 0);
  assert.ok((await api.query.escrow.accounts(again.order)).isNone);
  assert.ok((await api.query.market.deployments(again.deployment)).isNone);
});
