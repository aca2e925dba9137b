package tropichat.core.room;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a text has become by the entries about it, whatever the order in which they came: its owner's edits and
 * retraction, and everybody's reactions. Where two contradict one another, the later in the log's order wins.
 */
public final class Fold {
    /** Versions of a text that are shown; more are an owner's own doing, and the newest remain. */
    public static final int VERSIONS_MAX = 64;

    /** Reactions to one text that are counted, by author and emoji; the first in the log's order stay. */
    public static final int REACTIONS_MAX = 2_000;

    /** What the text said once, and when. */
    public record Version(String text, long timeMillis) {}

    /** Somebody's emoji, on the text now. */
    public record Mark(String emoji, Speaker by) {}

    /** The text as it is to be shown; {@code versions} holds all, the first one first. */
    public record Folded(List<Version> versions, boolean retracted, List<Mark> reactions) {
        /** What it says now. */
        public String text() {
            return versions.get(versions.size() - 1).text();
        }
    }

    private record Owner(String owner, String emoji) implements Comparable<Owner> {
        @Override
        public int compareTo(Owner other) {
            int byEmoji = emoji.compareTo(other.emoji);
            return byEmoji != 0 ? byEmoji : owner.compareTo(other.owner);
        }
    }

    private Fold() {}

    /** Folds a text with the entries about it, in any order; null where {@code original} is no text. */
    public static @Nullable Folded of(Logged original, List<Logged> about) {
        if (!(original.entry().body().said() instanceof EntryBody.Text text)) {
            return null;
        }
        TreeMap<EntryKey, Logged> inOrder = new TreeMap<>();
        for (Logged each : about) {
            if (original.id().equals(each.entry().body().target()) && areBesides(original, each)) {
                inOrder.put(each.key(), each);
            }
        }
        String owner = original.speaker().owner();
        List<Version> versions = new ArrayList<>();
        versions.add(new Version(text.text(), original.entry().timeMillis()));
        boolean retracted = false;
        TreeMap<Owner, Logged> reactions = new TreeMap<>();
        for (Logged each : inOrder.values()) {
            boolean own = each.speaker().owner().equals(owner);
            switch (each.entry().body().said()) {
                case EntryBody.Edit edit
                when own -> {
                    versions.add(new Version(edit.text(), each.entry().timeMillis()));
                    if (versions.size() > VERSIONS_MAX) {
                        versions.remove(1);
                    }
                }
                case EntryBody.Retraction ignored -> retracted |= own;
                case EntryBody.Reaction reaction -> {
                    Owner by = new Owner(each.speaker().owner(), reaction.emoji());
                    if (reactions.size() < REACTIONS_MAX || reactions.containsKey(by)) {
                        reactions.put(by, each);
                    }
                }
                case EntryBody.Edit ignored -> {}
                case EntryBody.Text ignored -> {}
                case EntryBody.OfProfile ignored -> {}
                case EntryBody.Archived ignored -> {}
                case EntryBody.Sealed ignored -> {}
                case EntryBody.Lettered ignored -> {}
                case EntryBody.Opened ignored -> {}
            }
        }
        return new Folded(versions, retracted, marks(reactions));
    }

    /** What the room says about a letter does not count, and neither do letters about what the room said. */
    private static boolean areBesides(Logged one, Logged other) {
        return one.entry().body() instanceof EntryBody.Opened first
                ? other.entry().body() instanceof EntryBody.Opened second && first.isBesides(second)
                : !(other.entry().body() instanceof EntryBody.Opened);
    }

    private static List<Mark> marks(Map<Owner, Logged> reactions) {
        List<Mark> marks = new ArrayList<>();
        for (Logged each : reactions.values()) {
            if (each.entry().body().said() instanceof EntryBody.Reaction reaction && reaction.on()) {
                marks.add(new Mark(reaction.emoji(), each.speaker()));
            }
        }
        return marks;
    }
}
