import { Component } from 'preact';
import type { ChatMessage } from '../../session/contract.ts';
import { COMMANDS } from '../commands.ts';
import { readable } from '../contrast.ts';
import { surface } from '../effects.ts';
import type { Line, NoticeLine } from '../lines.ts';
import { Mark } from './Mark.tsx';
import { RichText, Sentence } from './Sentence.tsx';

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

function Message(props: { readonly message: ChatMessage; readonly continued: boolean }) {
  const { message, continued } = props;
  if (message.action) {
    return (
      <article class="message action">
        <p class="text" dir="auto">
          <span aria-hidden="true">✳ </span>
          <Author message={message} /> <Mark proof={message.proof} />{' '}
          <RichText text={message.text} />
        </p>
        <Time millis={message.timeMillis} />
      </article>
    );
  }
  return (
    <article class={`message ${continued ? 'continued' : ''} ${message.own ? 'own' : ''}`}>
      {continued ? (
        <span class="sr-only">{message.name}: </span>
      ) : (
        <header>
          <Author message={message} /> <Mark proof={message.proof} />
        </header>
      )}
      <p class="text" dir="auto">
        <RichText text={message.text} />
      </p>
      <Time millis={message.timeMillis} />
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

export interface LogLineProps {
  readonly line: Line;
  /** Shares the heading of the line before. */
  readonly continued: boolean;
  /** First of its day: the date goes above. */
  readonly newDay: boolean;
}

/** One line of the log. A class, because it can then say that it never changes: the log has up to 2,000 of them. */
export class LogLine extends Component<LogLineProps> {
  override shouldComponentUpdate(next: LogLineProps): boolean {
    const { line, continued, newDay } = this.props;
    return next.line !== line || next.continued !== continued || next.newDay !== newDay;
  }

  override render({ line, continued, newDay }: LogLineProps) {
    return (
      <>
        {newDay && <p class="day">{calendar.format(line.timeMillis)}</p>}
        {line.kind === 'message' && <Message message={line.message} continued={continued} />}
        {line.kind === 'notice' && <Notice line={line} />}
        {line.kind === 'help' && <Help />}
      </>
    );
  }
}
