package tropichat.server.metrics;

/**
 * What the TURN server has done so far: plain fields, written by its thread alone and read, at worst a moment stale, by
 * whoever scrapes them.
 */
@SuppressWarnings("EnumOrdinal") // an index within one run, stored nowhere
public final class TurnCounters {
    public long allocations;
    public long allocationsMade;
    public long bindings;
    public long challenges;
    public long packetsRelayed;
    public long bytesRelayed;

    private final long[] refusals = new long[TurnRefusal.values().length];

    public TurnCounters() {}

    public void refused(TurnRefusal refusal) {
        refusals[refusal.ordinal()]++;
    }

    public long refusals(TurnRefusal refusal) {
        return refusals[refusal.ordinal()];
    }
}
