import type { WalletChoice } from '../../wallet/discovery.ts';
import * as state from '../state.ts';

function words({ chain }: WalletChoice): string {
  return chain === null
    ? 'a wallet that lives in this browser only'
    : `${chain}: signs you in, once; costs nothing`;
}

function Icon({ choice }: { readonly choice: WalletChoice }) {
  if (choice.icon !== null) return <img src={choice.icon} alt="" width="32" height="32" />;
  return (
    <svg class="wallet-icon" viewBox="0 0 32 32" aria-hidden="true">
      {choice.id === 'guest' ? (
        <path d="M16 3c7 0 12 5 12 11 0 1-1 1.500-2 1.500-2-1.500-4-1.500-5.500.5-1-1.800-2.500-2.300-3.500-2V26a3 3 0 0 1-6 0h2a1 1 0 0 0 2 0V14c-1-.3-2.500.2-3.500 2C10 14 8 14 6 15.500 5 15.500 4 15 4 14 4 8 9 3 16 3z" />
      ) : (
        <path d="M5 9a3 3 0 0 1 3-3h15v4h2a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2H8a3 3 0 0 1-3-3zm3-1a1 1 0 0 0 0 2h13V8zm13 8a2 2 0 1 0 0 4 2 2 0 0 0 0-4z" />
      )}
    </svg>
  );
}

/** The wallets to choose from: the guest's, and those that this browser has. */
export function WalletList() {
  const chosen = state.walletChoice.value;
  const choices = state.walletChoices.value;
  return (
    <fieldset class="wallets">
      <legend>Wallet</legend>
      {choices.map((choice) => (
        <label key={choice.id} class={`wallet ${choice === chosen ? 'chosen' : ''}`}>
          <input
            type="radio"
            name="wallet"
            value={choice.id}
            checked={choice === chosen}
            onChange={() => {
              state.walletId.value = choice.id;
            }}
          />
          <Icon choice={choice} />
          <span class="wallet-words">
            <strong>{choice.name}</strong>
            <span>{words(choice)}</span>
          </span>
        </label>
      ))}
      {choices.length === 1 && (
        <p class="hint">No other wallet found in this browser. As a guest you can do everything.</p>
      )}
    </fieldset>
  );
}
