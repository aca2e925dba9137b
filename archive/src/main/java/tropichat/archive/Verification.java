package tropichat.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.RoomName;
import tropichat.core.room.Batch;
import tropichat.core.room.Entry;
import tropichat.core.room.EntryBody;
import tropichat.core.room.Log;
import tropichat.core.wire.Car;
import tropichat.core.wire.Cbor;
import tropichat.core.wire.Cid;
import tropichat.core.wire.Fields;
import tropichat.crypto.SignatureVerifier;
import tropichat.report.Progress;
import tropichat.report.Table;

/**
 * An archive in a file, looked through twice: first for its batches and profiles, then for what was said, which is
 * judged by them. Of the blocks nothing is held but batches and profiles, so that the file may be large.
 */
final class Verification {
    /** Entries that are judged at once, by as many threads as there are. */
    private static final int TOGETHER = 2_000;

    /** A rule, or an entry, and why it does not count; null where it does. */
    private record Verdict(
            Cid cid, @Nullable Entry entry, @Nullable String wrong) {}

    private final Hashes hashes;
    private final SignatureVerifier verifier;
    private final long nowMillis;
    private final Progress progress;
    private final Profiles profiles;
    private final Law law;
    private final Chain chain = new Chain();
    private final Refusals refusals = new Refusals();
    private final Set<Cid> present = new HashSet<>();
    private final Set<Cid> strange = new HashSet<>();

    private final Map<String, Integer> kinds = new TreeMap<>();
    private final Set<DidKey> authors = new HashSet<>();
    private final Set<Cid> leadingOut = new HashSet<>();
    private int outside;
    private int hidden;
    private long firstMillis = Long.MAX_VALUE;
    private long lastMillis = Long.MIN_VALUE;

    Verification(Hashes hashes, @Nullable String domain, long nowMillis, Progress progress) {
        this.hashes = hashes;
        this.verifier = new SignatureVerifier(hashes);
        this.profiles = new Profiles(hashes, verifier, domain);
        this.law = new Law(hashes, verifier, profiles);
        this.nowMillis = nowMillis;
        this.progress = progress;
    }

    /** Looks through the file; answers whether everything in it is right. */
    boolean run(Path file) throws IOException {
        try (CarFile car = new CarFile(file, hashes)) {
            survey(car);
            Malformed broken = car.broken();
            if (broken != null) {
                refusals.add(String.valueOf(broken.getMessage()));
            }
            if (broken == null || !present.isEmpty()) {
                chain.walk(car.roots(), present, refusals);
            }
            law.judge(chain.room(), refusals);
        }
        try (CarFile car = new CarFile(file, hashes)) {
            judge(car);
        }
        progress.done();
        return refusals.count() == 0;
    }

    /** What was found, for people. */
    String text() {
        RoomName room = chain.room();
        Table table = new Table(List.of(room == null ? "no room" : "room " + Trouble.quote(room.text()), "count"));
        row(table, "blocks", present.size());
        row(table, "batches", chain.reached());
        row(table, "profiles", profiles.count());
        if (law.isThere()) {
            row(table, "rules", law.rules());
        }
        row(table, "entries", kinds.values().stream().mapToInt(count -> count).sum());
        kinds.forEach((kind, count) -> row(table, "  " + kind, count));
        row(table, "authors", authors.size());
        if (outside > 0) {
            row(table, "blocks of no batch", outside);
        }
        if (!leadingOut.isEmpty()) {
            row(table, "older ones linked", leadingOut.size());
        }
        row(table, "refused", refusals.count());
        String times = kinds.isEmpty()
                ? ""
                : "from " + Instant.ofEpochMilli(firstMillis) + " to " + Instant.ofEpochMilli(lastMillis) + "\n";
        String unverified = hidden == 0
                ? ""
                : "not verified: the wallets behind " + hidden + " entries, whose profiles only the room's key opens\n";
        return table + times + unverified + law.unverified() + refusals.text();
    }

    private static void row(Table table, String what, int count) {
        table.row(List.of(what, String.valueOf(count)));
    }

    private void survey(CarFile car) throws IOException {
        for (Car.Section section = car.next(); section != null; section = car.next()) {
            switch (section) {
                case Car.Refused bad -> refusals.add(Refusals.words(bad));
                case Car.Block block -> {
                    if (present.add(block.cid())) {
                        survey(block);
                    }
                }
            }
            if (present.size() % TOGETHER == 0) {
                progress.step(present.size() + " blocks read");
            }
        }
    }

    private void survey(Car.Block block) {
        try {
            // Only a batch has a list of entries; only an entry has a kind.
            Fields fields = Cbor.decodeFields(block.bytes());
            if (fields.has("entries")) {
                chain.add(block.cid(), Batch.decode(block.bytes()));
                strange.add(block.cid());
                return;
            }
            if (law.take(block, fields)) {
                if (!law.isRule(block.cid())) {
                    strange.add(block.cid());
                }
                return;
            }
            Entry.Received received = Entry.decode(block.bytes(), block.cid());
            if (received.entry().body() instanceof EntryBody.OfProfile about) {
                profiles.add(received, about);
            }
        } catch (Malformed malformed) {
            strange.add(block.cid());
            refusals.add(block.cid(), "neither an entry nor a rule, a record or a batch: " + malformed.getMessage());
        }
    }

    private void judge(CarFile car) throws IOException {
        Set<Cid> judged = new HashSet<>();
        List<Car.Block> some = new ArrayList<>();
        for (Car.Section section = car.next(); section != null; section = car.next()) {
            if (section instanceof Car.Block block && !strange.contains(block.cid()) && judged.add(block.cid())) {
                some.add(block);
            }
            if (some.size() == TOGETHER) {
                count(some);
                progress.step(judged.size() + " entries judged");
                some.clear();
            }
        }
        count(some);
    }

    private void count(List<Car.Block> blocks) {
        for (Verdict verdict : blocks.parallelStream().map(this::judge).toList()) {
            Entry entry = verdict.entry();
            if (verdict.wrong() != null) {
                refusals.add(verdict.cid(), verdict.wrong());
                continue;
            }
            outside += chain.holds(verdict.cid()) ? 0 : 1;
            if (entry == null) {
                law.count(verdict.cid(), refusals);
            } else {
                if (entry.body() instanceof EntryBody.OfProfile && !chain.logs(verdict.cid())) {
                    continue;
                }
                kinds.merge(entry.body().kind(), 1, Integer::sum);
                authors.add(entry.author());
                hidden += profiles.hidesAccount(verdict.cid(), entry.envelope()) ? 1 : 0;
                follow(entry);
                firstMillis = Math.min(firstMillis, entry.timeMillis());
                lastMillis = Math.max(lastMillis, entry.timeMillis());
            }
        }
    }

    /** An entry may name some that are older than the archive. */
    private void follow(Entry entry) {
        List<Cid> links = new ArrayList<>(entry.parents());
        if (entry.body().target() != null) {
            links.add(entry.body().target());
        }
        if (entry.body() instanceof EntryBody.Text text && text.reply() != null) {
            links.add(text.reply());
        }
        for (Cid link : links) {
            if (!present.contains(link)) {
                leadingOut.add(link);
            }
        }
    }

    private Verdict judge(Car.Block block) {
        if (law.isRule(block.cid())) {
            return new Verdict(block.cid(), null, law.whyNot(block.bytes()));
        }
        try {
            Entry.Received received = Entry.decode(block.bytes(), block.cid());
            return new Verdict(block.cid(), received.entry(), wrong(received));
        } catch (Malformed malformed) {
            return new Verdict(block.cid(), null, malformed.getMessage());
        }
    }

    private @Nullable String wrong(Entry.Received received) {
        Entry entry = received.entry();
        RoomName room = chain.room();
        if (room != null && !entry.room().equals(room)) {
            return "said in another room, " + Trouble.quote(entry.room().text());
        }
        if (!Log.isPlausible(entry, nowMillis)) {
            return "its place in the log cannot have come about yet";
        }
        // A profile's signature is looked at where it is read.
        boolean signed = entry.body() instanceof EntryBody.OfProfile || verifier.verify(received.check());
        return signed ? profiles.whyNot(received.id(), entry.envelope()) : "its signature is wrong";
    }
}
