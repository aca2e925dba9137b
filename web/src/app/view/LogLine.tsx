import { Component } from 'preact';
import type { Place, Receipt } from '../../history/contract.ts';
import type { ChatMessage, Quote, TextVersion } from '../../session/contract.ts';
import { react } from '../actions.ts';
import { COMMANDS } from '../commands.ts';
import { readable } from '../contrast.ts';
import { surface } from '../effects.ts';
import { jumpTo } from '../history.ts';
import { type Hiding, hidingOf } from '../law.ts';
import { isSame, type Line, type MessageLine, type NoticeLine } from '../lines.ts';
import * as state from '../state.ts';
import { hiddenWords, receiptWords } from '../words.ts';
import { lazily } from './lazily.tsx';
import { Mark } from './Mark.tsx';
import { MessageActions } from './MessageActions.tsx';
import { RichText, Sentence } from './Sentence.tsx';

const Avatar = lazily(() => import('./Avatar.tsx'), true);
const ClosedLetter = lazily(() => import('./ClosedLetter.tsx'), true);

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });
const calendar = new Intl.DateTimeFormat(undefined, { dateStyle: 'full' });
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });

function Time({ millis }: { readonly millis: number }) {
  const date = new Date(millis);
  return (
    <time dateTime={date.toISOString()} title={moment.format(date)}>
      {clock.format(date)}
    </time>
  );
}

function Author({ message }: { readonly message: ChatMessage }) {
  return (
    <bdi
      class="author"
      style={{ color: readable(message.color, surface.value) }}
      title={message.account}
    >
      {message.name}
    </bdi>
  );
}

/** The picture of somebody who is here; the log is as it was where there is none. */
function Face({ message: { account, name, proof } }: { readonly message: ChatMessage }) {
  const avatar = proof === 'wallet' ? state.avatarsWanted.value.get(account) : undefined;
  if (avatar === undefined) return null;
  return <Avatar account={account} avatar={avatar} name={name} size="small" />;
}

/** What is quoted, unless it is hidden. */
export function QuoteText({ quote, place }: { readonly quote: Quote; readonly place: Place }) {
  const hiding = hidingOf({ ...quote, place }, state.law.value, state.mutedForMe.value);
  if (hiding !== null) return <Sentence words={hiddenWords(hiding, quote.name)} />;
  return <span dir="auto">{quote.text === '' ? '(taken back)' : quote.text}</span>;
}

/** What a message answers; a click goes there, where that is in the room. */
function Reply({ quote, inRoom }: { readonly quote: Quote; readonly inRoom: boolean }) {
  const { place } = quote;
  if (place === null) return <p class="quote">An answer to a message that is not here.</p>;
  if (!inRoom) {
    return (
      <p class="quote">
        <bdi>{quote.name}</bdi>: <QuoteText quote={quote} place={place} />
      </p>
    );
  }
  return (
    <button type="button" class="quote" onClick={() => void jumpTo(place)}>
      <bdi>{quote.name}</bdi>: <QuoteText quote={quote} place={place} />
    </button>
  );
}

/** What it said before; the newest words are the message itself. */
function Former({ former }: { readonly former: readonly TextVersion[] }) {
  return (
    <details class="former">
      <summary>edited</summary>
      <ol>
        {former.map(({ text, timeMillis }, at) => (
          <li key={at}>
            <Time millis={timeMillis} /> <span dir="auto">{text}</span>
          </li>
        ))}
      </ol>
    </details>
  );
}

function Reactions({ message }: { readonly message: ChatMessage }) {
  return (
    <ul class="reactions" aria-label="Reactions">
      {message.reactions.map(({ emoji, names, mine }) => (
        <li key={emoji}>
          <button
            type="button"
            aria-pressed={mine}
            title={names.join(', ')}
            onClick={() => react(message, emoji, !mine)}
          >
            {emoji} {names.length}
          </button>
        </li>
      ))}
    </ul>
  );
}

/** How far an own message has got. */
function Way({ receipt }: { readonly receipt: Receipt }) {
  const { sign, words } = receiptWords(receipt);
  return (
    <span class={`way way-${receipt.stage}`} title={words}>
      <span aria-hidden="true">{sign}</span>
      <span class="sr-only">{words}</span>
    </span>
  );
}

interface FootProps {
  readonly message: ChatMessage;
  /** Shares the heading of the message before, which tells the time as well. */
  readonly continued?: boolean;
}

/** Behind a message: as little as there is to tell, since every message has one. */
function Foot({ message, continued = false }: FootProps) {
  if (continued && message.receipt === null && !message.clockOff) {
    return <MessageActions message={message} time={clock.format(message.timeMillis)} />;
  }
  return (
    <span class="message-foot">
      {message.clockOff && (
        <span class="clock-off" title="The clock of whoever wrote this is far off.">
          ⏱<span class="sr-only"> their clock is off</span>
        </span>
      )}
      <Time millis={message.timeMillis} />{' '}
      {message.receipt !== null && <Way receipt={message.receipt} />}
      <MessageActions message={message} />
    </span>
  );
}

function Retracted({ message }: { readonly message: ChatMessage }) {
  return (
    <article class="message retracted" data-id={message.id} tabIndex={-1}>
      <p class="text">
        <Author message={message} /> took a message back.
      </p>
      <Time millis={message.timeMillis} />
    </article>
  );
}

/** What is left of a message that the law, or the person at this page, wants to be hidden. */
function Hidden({ message, hiding }: { readonly message: ChatMessage; readonly hiding: Hiding }) {
  return (
    <article class="message retracted" data-id={message.id} tabIndex={-1}>
      <p class="text">
        <Sentence words={hiddenWords(hiding, message.name)} />
      </p>
      <Time millis={message.timeMillis} />
    </article>
  );
}

function MessageMark({ message }: { readonly message: ChatMessage }) {
  return <Mark proof={message.proof} account={message.account} session={message.author} />;
}

/** What this device cannot open. */
function Closed({ message }: { readonly message: ChatMessage }) {
  return (
    <article class="message closed" data-id={message.id} tabIndex={-1}>
      <header>
        <Author message={message} /> <MessageMark message={message} />
      </header>
      <ClosedLetter message={message} />
      <Time millis={message.timeMillis} />
    </article>
  );
}

function Message(props: { readonly line: MessageLine; readonly continued: boolean }) {
  const { line, continued } = props;
  const { message, hiding } = line;
  if (hiding !== null) return <Hidden message={message} hiding={hiding} />;
  if (message.retracted) return <Retracted message={message} />;
  if (message.closed) return <Closed message={message} />;
  if (message.action) {
    return (
      <article class="message action" data-id={message.id} tabIndex={-1}>
        <p class="text" dir="auto">
          <span aria-hidden="true">✳ </span>
          <Author message={message} /> <MessageMark message={message} />{' '}
          <RichText text={message.text} />
          {message.former.length > 0 && <Former former={message.former} />}
        </p>
        <Foot message={message} />
        {message.reactions.length > 0 && <Reactions message={message} />}
      </article>
    );
  }
  return (
    <article
      class={`message ${continued ? 'continued' : ''} ${message.own ? 'own' : ''}`}
      data-id={message.id}
      tabIndex={-1}
    >
      {continued ? (
        <span class="sr-only">{message.name}: </span>
      ) : (
        <header>
          <Face message={message} />
          <Author message={message} /> <MessageMark message={message} />
        </header>
      )}
      {message.reply !== null && <Reply quote={message.reply} inRoom={message.with === null} />}
      <p class="text" dir="auto">
        <RichText text={message.text} />
      </p>
      <Foot message={message} continued={continued} />
      {message.former.length > 0 && <Former former={message.former} />}
      {message.reactions.length > 0 && <Reactions message={message} />}
    </article>
  );
}

const SIGNS: Readonly<Record<NoticeLine['tone'], string>> = {
  join: '→',
  leave: '←',
  rename: '↻',
  info: '•',
  problem: '⚠',
};

function Notice({ line }: { readonly line: NoticeLine }) {
  return (
    <p class={`notice ${line.tone}`}>
      <span class="sign" aria-hidden="true">
        {SIGNS[line.tone]}
      </span>
      <span>
        <Sentence words={line.words} />
      </span>
      <Time millis={line.timeMillis} />
    </p>
  );
}

function Help() {
  return (
    <section class="help" aria-label="What you can type">
      <h2>What you can type</h2>
      <dl>
        {COMMANDS.map(({ name, usage, help }) => (
          <div key={name}>
            <dt>
              <kbd>
                /{name} {usage}
              </kbd>
            </dt>
            <dd>{help}</dd>
          </div>
        ))}
      </dl>
      <p>To begin a message with a slash, write two of them. Only you see this list.</p>
    </section>
  );
}

interface LogLineProps {
  readonly line: Line;
  /** Shares the heading of the line before. */
  readonly continued: boolean;
  /** First of its day: the date goes above. */
  readonly newDay: boolean;
  /** First that came since the person was here. */
  readonly firstUnread: boolean;
}

/** One line of the log. A class, because it can then say that it has not changed. */
export class LogLine extends Component<LogLineProps> {
  override shouldComponentUpdate(next: LogLineProps): boolean {
    const { line, continued, newDay, firstUnread } = this.props;
    return (
      !isSame(next.line, line) ||
      next.continued !== continued ||
      next.newDay !== newDay ||
      next.firstUnread !== firstUnread
    );
  }

  override render({ line, continued, newDay, firstUnread }: LogLineProps) {
    return (
      <>
        {newDay && <p class="day">{calendar.format(line.timeMillis)}</p>}
        {firstUnread && <p class="new-since">New since you left</p>}
        {line.kind === 'message' && <Message line={line} continued={continued} />}
        {line.kind === 'notice' && <Notice line={line} />}
        {line.kind === 'help' && <Help />}
      </>
    );
  }
}
