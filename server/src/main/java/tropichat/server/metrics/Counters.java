package tropichat.server.metrics;

/**
 * What has happened so far: plain fields, written by the loop's thread alone and read, at worst a moment stale, by
 * whoever scrapes them.
 */
@SuppressWarnings("EnumOrdinal") // an index within one run, stored nowhere
public final class Counters {
    public long connectionsAccepted;
    public long connectionsOpen;
    public long requests;
    public long sessionsOpened;
    public long sessionsPolling;
    public long sessionsWebSocket;
    public long upgrades;
    public long socketsConnected;
    public long packetsIn;
    public long packetsOut;
    public long bytesIn;
    public long bytesOut;
    public long pingTimeouts;
    public long logins;
    public long signals;
    public long relayed;
    public long relayedBytes;
    public long rooms;
    public long occupants;
    public long slowReaders;
    public long iceSourceFailures;
    public long gateLapses;

    private final long[] refusals = new long[Refusal.values().length];

    public Counters() {}

    public void refused(Refusal refusal) {
        refusals[refusal.ordinal()]++;
    }

    public long refusals(Refusal refusal) {
        return refusals[refusal.ordinal()];
    }
}
