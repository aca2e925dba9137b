package tropichat.server.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.server.log.Log;
import tropichat.server.metrics.Refusal;

/**
 * One HTTP/1.1 connection: a request at a time, each with a time by which it must be here and its answer away. A
 * request sent while an earlier one is held, or its answer not taken, ends the connection; no browser pipelines.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails to be written closes the channel, which is heard of
final class HttpConnection extends ChannelInboundHandlerAdapter implements Timed {
    private static final int FIRST_BODY_BYTES = 1024;
    private static final String FORWARDED_FOR = "x-forwarded-for";

    private final Channel channel;
    private final NetContext net;
    private final HttpHandler handler;
    private final RemoteKey remote;
    private final boolean proxy;
    private final int timer;
    private @Nullable HttpExchange exchange;
    private @Nullable Consumer<Bytes> onBody;
    private byte[] body = Bytes.EMPTY.unsafeArray();
    private int bodyLength;
    private int bodyBytesMax;
    private boolean idle;
    private boolean bodyArrives;
    private boolean over;

    /** {@code proxy}: whether the other end is believed about who calls through it. */
    HttpConnection(Channel channel, NetContext net, HttpHandler handler, RemoteKey remote, boolean proxy) {
        this.channel = channel;
        this.net = net;
        this.handler = handler;
        this.remote = remote;
        this.proxy = proxy;
        this.timer = net.loop().timers().add(this);
        setDeadline(deadlines().head());
    }

    private RemoteKey visitor(HttpRequest request) {
        RemoteKey named = proxy ? net.visitors().named(request.headers().getAll(FORWARDED_FOR)) : null;
        return named == null ? remote : named;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (!over
                    && message instanceof HttpObject part
                    && part.decoderResult().isFailure()) {
                onMalformed();
            }
            if (!over && message instanceof HttpRequest request) {
                onHead(request);
            }
            if (!over && message instanceof HttpContent content) {
                onContent(content.content(), content instanceof LastHttpContent);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void onMalformed() {
        if (exchange != null && !bodyArrives) {
            net.counters().refused(Refusal.HTTP_PIPELINED); // an answer now would be taken for the held request's
            finish();
        } else {
            refuse(Refusal.HTTP_MALFORMED, HttpAnswer.text(400, "This is no HTTP request, or too long a one."));
            abortExchange();
        }
    }

    private void onHead(HttpRequest request) {
        if (exchange != null || !channel.isWritable()) {
            net.counters().refused(Refusal.HTTP_PIPELINED);
            finish();
            return;
        }
        net.counters().requests++;
        idle = false;
        HttpExchange next = new HttpExchange(this, request, visitor(request));
        exchange = next;
        bodyArrives = HttpUtil.isTransferEncodingChunked(request) || HttpUtil.getContentLength(request, 0L) > 0;
        if (bodyArrives) {
            setDeadline(deadlines().body());
            handle(next);
        }
    }

    private void handle(HttpExchange request) {
        try {
            request.path(); // decodes, so that what follows need not expect a malformed path
            request.query("");
        } catch (IllegalArgumentException badEscape) {
            refuse(Refusal.HTTP_MALFORMED, HttpAnswer.text(400, "The address holds a malformed escape."));
            return;
        }
        handler.handle(request);
    }

    private void onContent(ByteBuf content, boolean last) {
        HttpExchange current = exchange;
        if (bodyArrives) {
            addToBody(content);
        }
        if (over || !last || current == null) {
            return;
        }
        if (!bodyArrives) {
            net.loop().timers().cancel(timer);
            handle(current);
            return;
        }
        bodyArrives = false;
        net.loop().timers().cancel(timer);
        Consumer<Bytes> receiver = onBody;
        if (receiver != null) {
            onBody = null;
            Bytes whole = Bytes.wrap(Arrays.copyOf(body, bodyLength));
            body = Bytes.EMPTY.unsafeArray();
            receiver.accept(whole);
        }
    }

    void receive(int bytesMax, Consumer<Bytes> receiver) {
        onBody = receiver;
        bodyBytesMax = bytesMax;
        bodyLength = 0;
        HttpExchange current = exchange;
        if (current != null && HttpUtil.getContentLength(current.request(), 0L) > bytesMax) {
            refuseBody(current);
        } else if (!bodyArrives) {
            onBody = null;
            receiver.accept(Bytes.EMPTY);
        } else if (HttpUtil.is100ContinueExpected(current == null ? null : current.request())) {
            channel.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
        }
    }

    private void addToBody(ByteBuf content) {
        HttpExchange current = exchange;
        if (onBody == null || current == null) {
            return;
        }
        int length = bodyLength + content.readableBytes();
        if (length > bodyBytesMax) {
            refuseBody(current);
            return;
        }
        if (length > body.length) {
            body = Arrays.copyOf(
                    body, Math.max(Math.max(length, FIRST_BODY_BYTES), Math.min(2 * length, bodyBytesMax)));
        }
        content.readBytes(body, bodyLength, content.readableBytes());
        bodyLength = length;
    }

    private void refuseBody(HttpExchange current) {
        onBody = null;
        net.counters().refused(Refusal.HTTP_TOO_LARGE);
        current.respondAndClose(HttpAnswer.text(413, "The request is larger than is allowed here."));
        current.abort();
    }

    void refuseHandshake() {
        net.counters().refused(Refusal.WEBSOCKET_HANDSHAKE);
    }

    private void refuse(Refusal refusal, HttpAnswer answer) {
        net.counters().refused(refusal);
        write(answer, List.of("connection", "close"), false);
        endGently();
    }

    void respond(HttpExchange answered, HttpAnswer answer) {
        if (over || answered != exchange) {
            return;
        }
        boolean head = answered.request().method().equals(HttpMethod.HEAD);
        boolean close = bodyArrives || answered.closesAfter() || !HttpUtil.isKeepAlive(answered.request());
        if (close) {
            answered.addHeader("connection", "close");
        }
        ChannelFuture written = write(answer, answered.headers(), head);
        exchange = null;
        if (close) {
            endGently();
            return;
        }
        idle = written.isDone();
        setDeadline(idle ? deadlines().head() : deadlines().answer());
    }

    private ChannelFuture write(HttpAnswer answer, List<String> headers, boolean head) {
        Bytes content = answer.body();
        ByteBuf out = head || content.isEmpty() ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(content.unsafeArray());
        FullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()), out);
        if (!answer.contentType().isEmpty()) {
            response.headers().set(HttpHeaderNames.CONTENT_TYPE, answer.contentType());
        }
        if (answer.status() != 204 && answer.status() != 304) {
            response.headers().set(HttpHeaderNames.CONTENT_LENGTH, content.length());
        }
        setAll(response, answer.headers());
        setAll(response, headers);
        net.counters().bytesOut += content.length();
        return channel.writeAndFlush(response);
    }

    private static void setAll(FullHttpResponse response, List<String> headers) {
        for (int i = 0; i < headers.size(); i += 2) {
            response.headers().set(headers.get(i), headers.get(i + 1));
        }
    }

    WebSocket becomeWebSocket(HttpRequest request, RemoteKey visitor, int messageBytesMax) {
        over = true;
        net.loop().timers().release(timer);
        WebSocketHandler next = new WebSocketHandler(channel, net, visitor, messageBytesMax);
        channel.writeAndFlush(WebSocketHandshake.acceptance(request));
        channel.pipeline().replace(this, null, next);
        channel.pipeline().remove(HttpServerCodec.class);
        return new WebSocket(next);
    }

    @Override
    public void onDeadline(long nowMillis) {
        if (over) {
            channel.close();
            return;
        }
        if (!idle) {
            net.counters().refused(Refusal.HTTP_SLOW);
        }
        finish();
    }

    /** Sends what is written, then the end of the stream; what still comes is read and dropped for a moment. */
    private void endGently() {
        over = true;
        setDeadline(deadlines().linger());
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
            if (channel instanceof DuplexChannel duplex) {
                duplex.shutdownOutput();
            }
        });
    }

    private void finish() {
        over = true;
        channel.close();
    }

    private Deadlines deadlines() {
        return net.limits().deadlines();
    }

    private void setDeadline(long millis) {
        net.loop().timers().schedule(timer, Loop.nowMillis() + millis);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        net.counters().connectionsOpen--;
        over = true;
        net.loop().timers().release(timer);
        abortExchange();
    }

    private void abortExchange() {
        HttpExchange current = exchange;
        exchange = null;
        if (current != null) {
            current.abort();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof IOException)) {
            Log.error("A request ended by a fault of this server.", cause);
        }
        finish();
    }
}
