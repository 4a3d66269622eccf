// Ethereum at an address, for programs outside of this folder: viem stays in it.
import { createTestClient, defineChain, http, publicActions, walletActions } from 'viem';
import { mnemonicToAccount } from 'viem/accounts';
import { hex } from './bytes.js';

// The phrase that anvil makes its accounts from; it is no secret.
const PHRASE = 'test test test test test test test test test test test junk';

/** One of anvil's accounts. */
export const anvilAccount = (addressIndex) => mnemonicToAccount(PHRASE, { addressIndex });

/** Its private key. */
export const anvilKey = (addressIndex) => hex(anvilAccount(addressIndex).getHdKey().privateKey);

/** A client of the anvil at `url`, which sends as the account that is given. */
export function connectAnvil(url, account = anvilAccount(0)) {
  const chain = defineChain({
    id: 31337,
    name: 'anvil',
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: [url] } },
  });
  const client = createTestClient({ mode: 'anvil', chain, transport: http(), account, pollingInterval: 200 })
    .extend(publicActions)
    .extend(walletActions);
  return { client, account };
}
