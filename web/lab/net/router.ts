import type { Namespace } from './namespace.ts';

/** A router's interfaces. */
export const LAN = 'lan';
export const WAN = 'wan';

/** What a router does to those behind it. */
export type Nat =
  /** One outer port for each inner one: STUN's answer holds for everybody (RFC 4787: endpoint-independent mapping). */
  | 'cone'
  /** Another outer port, by chance, for each other end. */
  | 'symmetric'
  /** A cone that lets no UDP out. */
  | 'udp-dropped'
  /** A cone that lets out TCP to port 443 alone. */
  | 'only-443';

/** How good the line of each router is, each way. */
export interface Line {
  /** Of a hundred packets, so many are lost. */
  readonly lossPercent: number;
  readonly delayMillis: number;
}

export const LINES: Readonly<Record<string, Line>> = {
  clear: { lossPercent: 0, delayMillis: 0 },
  lossy: { lossPercent: 2, delayMillis: 0 },
  far: { lossPercent: 0, delayMillis: 20 },
  mobile: { lossPercent: 1, delayMillis: 40 },
};

const EGRESS: Readonly<Record<Nat, string>> = {
  cone: '',
  symmetric: '',
  'udp-dropped': `iifname "${LAN}" meta l4proto udp drop`,
  'only-443': `iifname "${LAN}" tcp dport != 443 drop; iifname "${LAN}" meta l4proto != tcp drop`,
};

/** A home's router: what is behind it shares its one outer address, and nobody outside can begin to talk. */
export class Router {
  readonly #namespace: Namespace;
  #addresses: readonly [now: string, other: string];

  constructor(namespace: Namespace, addresses: readonly [now: string, other: string]) {
    this.#namespace = namespace;
    this.#addresses = addresses;
  }

  behave(nat: Nat, { lossPercent }: Line): void {
    const loss = lossPercent > 0 ? `numgen random mod 100 < ${lossPercent} drop` : '';
    const random = nat === 'symmetric' ? 'random,fully-random' : '';
    this.#namespace.nft(`
      table ip nat {
        chain out { type nat hook postrouting priority srcnat; oifname "${WAN}" masquerade ${random}; }
      }
      table ip firewall {
        chain to_router {
          type filter hook input priority filter;
          iifname "${WAN}" ct state established,related accept; iifname "${WAN}" drop;
        }
        chain through_router {
          type filter hook forward priority filter;
          ${loss}; ${EGRESS[nat]};
          iifname "${WAN}" ct state established,related accept; iifname "${WAN}" drop;
        }
      }`);
  }

  /** Its provider gives it its other address, and the kernel forgets what went out by this one. */
  changeAddress(): void {
    const [now, next] = this.#addresses;
    this.#namespace.ip('address', 'delete', `${now}/24`, 'dev', WAN);
    this.#namespace.ip('address', 'add', `${next}/24`, 'dev', WAN);
    this.#addresses = [next, now];
  }
}
