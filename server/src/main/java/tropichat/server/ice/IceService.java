package tropichat.server.ice;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.RandomSource;
import tropichat.json.JsonWriter;
import tropichat.server.metrics.Counters;
import tropichat.server.net.Loop;
import tropichat.server.turn.SharedSecret;
import tropichat.server.turn.TurnSettings;

/** ICE servers from all sources, in the order of the settings. On the loop's thread; nothing here waits. */
public final class IceService {
    /** From a question over HTTP to its whole answer: somebody waits for it with their login. */
    public static final long FETCH_MILLIS_MAX = 3_000;

    private static final int SECRET_BYTES = 32;
    private static final int ID_BYTES = 12;

    private final List<IceSource> sources = new ArrayList<>();
    private final @Nullable HttpFetch http;
    private final Mac ids;
    private Function<String, List<String>> alternateStun = host -> List.of();

    /**
     * The sources that {@code settings} name.
     *
     * @param embedded the embedded server; null where there is none
     * @param embeddedPort where it listens; 0 where it does not
     * @param alternatePort where it answers STUN alone; 0 where it does not
     */
    public IceService(
            IceSettings settings,
            @Nullable TurnSettings embedded,
            int embeddedPort,
            int alternatePort,
            Loop loop,
            RandomSource random,
            Counters counters) {
        this(settings, loop, random, counters, FETCH_MILLIS_MAX);
        if (embedded != null && embeddedPort > 0) {
            sources.add(new SecretServers(
                    user -> IceUrls.embedded(embedded.publicAddresses(), user.host(), embeddedPort),
                    new SharedSecret(embedded.secret()),
                    settings.lifetimeSeconds(),
                    System::currentTimeMillis));
        }
        if (embedded != null && alternatePort > 0) {
            alternateStun = host -> IceUrls.embedded(embedded.publicAddresses(), host, alternatePort).stream()
                    .filter(url -> !IceUrls.isTurn(url))
                    .toList();
        }
    }

    IceService(IceSettings settings, Loop loop, RandomSource random, Counters counters, long fetchMillisMax) {
        ids = mac(random.next(SECRET_BYTES));
        sources.add(new FixedServers(settings.servers()));
        if (settings.coturn() != null) {
            List<String> urls = settings.coturn().urls();
            SharedSecret secret = new SharedSecret(settings.coturn().secret());
            sources.add(new SecretServers(user -> urls, secret, settings.lifetimeSeconds(), System::currentTimeMillis));
        }
        List<Provider> providers = new ArrayList<>();
        if (settings.twilio() != null) {
            providers.add(new TwilioProvider(settings.twilio()));
        }
        if (settings.xirsys() != null) {
            providers.add(new XirsysProvider(settings.xirsys()));
        }
        HttpFetch fetch = providers.isEmpty() ? null : new HttpFetch(fetchMillisMax);
        http = fetch;
        if (fetch != null) {
            providers.forEach(provider ->
                    sources.add(new RemoteServers(provider, fetch, loop, settings.lifetimeSeconds(), counters)));
        }
    }

    /**
     * Runs {@code onReady} on the loop once what {@code connection} will get is there: at once, or within
     * {@link #FETCH_MILLIS_MAX} where other services are asked.
     */
    public void prepare(String connection, Runnable onReady) {
        int[] open = {sources.size()};
        for (IceSource source : sources) {
            source.prepare(connection, () -> {
                if (--open[0] == 0) {
                    onReady.run();
                }
            });
        }
    }

    /**
     * What is there for a connection now.
     *
     * @param account who it is, if that was shown; else credentials are the connection's alone
     * @param host what the client calls this server
     */
    public IceAnswer answer(String connection, @Nullable String account, String host) {
        IceUser user = new IceUser(connection, id(account == null ? connection : account), host);
        JsonWriter servers = new JsonWriter().beginArray();
        long seconds = IceAnswer.FOREVER;
        for (IceSource source : sources) {
            seconds = Math.min(seconds, source.write(user, servers));
        }
        return new IceAnswer(servers.endArray().toBytes(), seconds);
    }

    /**
     * URLs of STUN servers beside those that {@link #answer} names, at the same machine: for whoever wants to know whether
     * its NAT maps by destination (RFC 5780, section 4.3). No connection needs them.
     *
     * @param host what the client calls this server
     */
    public List<String> alternateStun(String host) {
        return alternateStun.apply(host);
    }

    /** {@code connection} is gone. */
    public void forget(String connection) {
        sources.forEach(source -> source.forget(connection));
    }

    public void stop() {
        if (http != null) {
            http.close();
        }
    }

    // The same for the same account as long as this process runs; TURN servers and whoever listens learn no wallet.
    private String id(String of) {
        byte[] hash = ids.doFinal(Bytes.utf8(of).unsafeArray());
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Bytes.wrap(hash).slice(0, ID_BYTES).toArray());
    }

    private static Mac mac(Bytes secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.unsafeArray(), "HmacSHA256"));
            return mac;
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java platform has HMAC-SHA256", missing);
        }
    }
}
