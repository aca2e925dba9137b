package tropichat.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;

/**
 * What a server sends, read as it comes: it may take long as long as it moves. (The client's own timeout ends with the
 * head of an answer.)
 */
final class Answer implements Flow.Subscriber<List<ByteBuffer>> {
    private sealed interface Event {}

    private record Part(Bytes bytes) implements Event {}

    private record Broken(Throwable why) implements Event {}

    private record End() implements Event {}

    private final Duration patience;

    // At most one part and an end: the next one is asked for when this one is taken.
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private volatile Flow.@Nullable Subscription subscription;

    Answer(Duration patience) {
        this.patience = patience;
    }

    /** All of it, unless it is more than {@code bytesMax}: then nothing more is read, and one byte more is answered. */
    Bytes read(int bytesMax) throws IOException, InterruptedException, TimeoutException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (Bytes part = next(); part != null; part = next()) {
            whole.write(part.unsafeArray(), 0, Math.min(part.length(), bytesMax + 1 - whole.size()));
            if (whole.size() > bytesMax) {
                stop();
                break;
            }
        }
        return Bytes.wrap(whole.toByteArray());
    }

    /** Nothing more is wanted. */
    void stop() {
        Flow.Subscription from = subscription;
        if (from != null) {
            from.cancel();
        }
    }

    private @Nullable Bytes next() throws IOException, InterruptedException, TimeoutException {
        Event event = events.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (event == null) {
            stop();
            throw new TimeoutException();
        }
        return switch (event) {
            case Part part -> {
                Flow.Subscription from = subscription;
                if (from != null) {
                    from.request(1);
                }
                yield part.bytes();
            }
            case Broken broken -> throw new IOException(Trouble.wordsOf(broken.why()), broken.why());
            case End ignored -> null;
        };
    }

    @Override
    public void onSubscribe(Flow.Subscription from) {
        subscription = from;
        from.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        ByteArrayOutputStream part = new ByteArrayOutputStream();
        for (ByteBuffer buffer : buffers) {
            byte[] content = new byte[buffer.remaining()];
            buffer.get(content);
            part.writeBytes(content);
        }
        events.add(new Part(Bytes.wrap(part.toByteArray())));
    }

    @Override
    public void onError(Throwable why) {
        events.add(new Broken(why));
    }

    @Override
    public void onComplete() {
        events.add(new End());
    }
}
