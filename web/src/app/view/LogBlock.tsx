import { Component } from 'preact';
import { type Block, continues, isSame, startsDay } from '../lines.ts';
import { LogLine } from './LogLine.tsx';

interface LogBlockProps {
  readonly block: Block;
  /** The first message that was said since the person was here. */
  readonly unread: string | null;
}

/**
 * Some lines of the log, which are compared, laid out and painted anew only where one of them changed: a message that comes
 * costs the work for its block, not for all that is on the screen.
 */
export class LogBlock extends Component<LogBlockProps> {
  override shouldComponentUpdate(next: LogBlockProps): boolean {
    const { block, unread } = this.props;
    return (
      next.unread !== unread ||
      !isSame(next.block.before, block.before) ||
      next.block.lines.length !== block.lines.length ||
      next.block.lines.some((line, at) => !isSame(line, block.lines[at]))
    );
  }

  override render({ block: { lines, before }, unread }: LogBlockProps) {
    return (
      <div class="log-block">
        {lines.map((line, at) => {
          const previous = at === 0 ? before : lines[at - 1];
          return (
            <LogLine
              key={line.key}
              line={line}
              continued={continues(previous, line)}
              newDay={startsDay(previous, line)}
              firstUnread={line.key === unread}
            />
          );
        })}
      </div>
    );
  }
}
