import { colorNamed, PALETTE } from './palette.ts';

/** What a draft asks for once it is sent. */
export type Draft =
  | { readonly type: 'nothing' }
  | { readonly type: 'say'; readonly text: string; readonly action: boolean }
  | { readonly type: 'help' }
  | { readonly type: 'doctor' }
  | { readonly type: 'clear' }
  | { readonly type: 'color'; readonly color: string }
  | { readonly type: 'nick'; readonly name: string }
  | { readonly type: 'mistake'; readonly text: string };

interface Command {
  readonly name: string;
  /** What may follow the name. */
  readonly usage: string;
  readonly help: string;
  read(rest: string): Draft;
}

const SHRUG = '¯\\_(ツ)_/¯';

const mistake = (text: string): Draft => ({ type: 'mistake', text });

export const COMMANDS: readonly Command[] = [
  {
    name: 'help',
    usage: '',
    help: 'shows this list, to you alone',
    read: () => ({ type: 'help' }),
  },
  {
    name: 'clear',
    usage: '',
    help: 'empties the screen, yours alone',
    read: () => ({ type: 'clear' }),
  },
  {
    name: 'doctor',
    usage: '',
    help: 'tries your connections, and says what is wrong',
    read: () => ({ type: 'doctor' }),
  },
  {
    name: 'shrug',
    usage: '[words]',
    help: `adds ${SHRUG} to your words`,
    read: (rest) => ({
      type: 'say',
      text: rest === '' ? SHRUG : `${rest} ${SHRUG}`,
      action: false,
    }),
  },
  {
    name: 'me',
    usage: 'does something',
    help: 'tells what you do: “Ana dances”',
    read: (rest) =>
      rest === ''
        ? mistake('Say what you do, for example: /me dances')
        : { type: 'say', text: rest, action: true },
  },
  {
    name: 'color',
    usage: 'coral',
    help: 'changes your colour: a name of the palette, or #rrggbb',
    read(rest) {
      const color = colorNamed(rest);
      return color === null
        ? mistake(
            `Choose a colour like #ff6f61, or one of: ${PALETTE.map(({ name }) => name).join(', ')}.`,
          )
        : { type: 'color', color };
    },
  },
  {
    name: 'nick',
    usage: 'new name',
    help: 'changes your name',
    read: (rest) =>
      rest === ''
        ? mistake('Say the new name, for example: /nick Coco')
        : { type: 'nick', name: rest },
  },
];

/** Reads a draft: a command when it starts with one slash; two slashes stand for one that is meant. */
export function readDraft(draft: string): Draft {
  const text = draft.trim();
  if (text === '') return { type: 'nothing' };
  if (text.startsWith('//')) return { type: 'say', text: text.slice(1), action: false };
  if (!text.startsWith('/')) return { type: 'say', text, action: false };
  const [, name = '', rest = ''] = /^\/(\S*)\s*([\s\S]*)$/.exec(text) ?? [];
  const command = COMMANDS.find((candidate) => candidate.name === name.toLowerCase());
  return (
    command?.read(rest) ??
    mistake(
      `There is no command /${name}. /help lists those there are; to begin a message with a slash, write two: //${name}`,
    )
  );
}
