package tropichat.server.net;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;

/**
 * What has bytes to send at the end of the loop's turn: whoever was written to during the turn is flushed once, with
 * one system call, however many messages from however many senders it got.
 */
public final class FlushQueue {
    /** Something that gathers what it has to send until the turn ends. */
    public interface Flushable {
        void flush();
    }

    private final EventLoop eventLoop;
    private final Runnable flushAll = this::flushAll;
    private List<Flushable> waiting = new ArrayList<>();
    private List<Flushable> spare = new ArrayList<>();

    FlushQueue(EventLoop eventLoop) {
        this.eventLoop = eventLoop;
    }

    /** Has {@code flushable} flushed when the turn ends; it must ask once a turn only. */
    public void add(Flushable flushable) {
        if (waiting.isEmpty()) {
            eventLoop.execute(flushAll);
        }
        waiting.add(flushable);
    }

    private void flushAll() {
        List<Flushable> turn = waiting;
        waiting = spare;
        for (int i = 0; i < turn.size(); i++) {
            turn.get(i).flush();
        }
        turn.clear();
        spare = turn;
    }
}
