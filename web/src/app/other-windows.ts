/**
 * Windows of one browser hand each other replies: whoever opens the link of one gets a new window, and the invitation
 * that it answers was made in another.
 */
const CHANNEL = 'tropichat by hand';

const TAKEN = 'taken';

/** How long the other windows are asked. A guess. */
const ANSWER_MILLIS_MAX = 1_000;

/** Offers a reply to the other windows; whether one of them has taken it. */
export function offerReply(text: string): Promise<boolean> {
  const channel = new BroadcastChannel(CHANNEL);
  return new Promise((resolve) => {
    const settle = (taken: boolean) => {
      clearTimeout(timer);
      channel.close();
      resolve(taken);
    };
    const timer = setTimeout(() => settle(false), ANSWER_MILLIS_MAX);
    channel.onmessage = ({ data }) => {
      if (data === TAKEN) settle(true);
    };
    channel.postMessage(text);
  });
}

/** Hears of replies that were opened elsewhere; `take` says whether it wants one. */
export function hearReplies(take: (text: string) => Promise<boolean>): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = async ({ data }) => {
    if (typeof data === 'string' && data !== TAKEN && (await take(data))) {
      channel.postMessage(TAKEN);
    }
  };
}
