package tropichat.browser;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.core.JSArray;
import org.teavm.jso.core.JSArrayReader;
import org.teavm.jso.typedarrays.Uint8Array;
import tropichat.core.Event;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.Profile;
import tropichat.core.identity.WalletAddress;
import tropichat.core.room.Entry;
import tropichat.core.room.EntryBody;
import tropichat.core.room.Fold;
import tropichat.core.room.Letter;
import tropichat.core.room.Logged;
import tropichat.core.room.Speaker;
import tropichat.core.wire.Cid;

/** Entries as the page keeps and shows them: see {@code PeerEntry} and {@code FoldedText} in peer.d.ts. */
final class PageEntries {
    private PageEntries() {}

    /** An entry that the page kept, with what it then was told of its speaker. */
    interface Kept extends JSObject {
        @JSProperty
        Uint8Array getBlock();

        @JSProperty
        String getAuthor();

        @JSProperty
        String getName();

        @JSProperty
        String getColor();

        @JSProperty
        String getAccount();

        @JSProperty
        boolean getProven();

        @JSProperty
        String getKind();

        @JSProperty
        @Nullable
        String getText();

        @JSProperty
        boolean getAction();

        @JSProperty
        @Nullable
        String getTarget();

        @JSProperty
        @Nullable
        String getEmoji();

        @JSProperty
        boolean getOn();

        @JSProperty
        @Nullable
        KeptLetter getLetter();
    }

    /** What the page was told of a letter that was opened. */
    interface KeptLetter extends JSObject {
        @JSProperty
        String getTo();

        @JSProperty
        String getKind();
    }

    static JSObject of(Logged logged, Hashes hashes) {
        Entry entry = logged.entry();
        Speaker speaker = logged.speaker();
        EntryBody body = entry.body();
        JSObject page = entry(
                logged.id().text(),
                Borders.view(logged.id().digest()),
                (double) entry.lamport(),
                Borders.view(logged.block()),
                body.kind(),
                entry.author().did(),
                speaker.profile().name(),
                speaker.profile().color(),
                speaker.wallet(),
                speaker.proven(),
                text(entry.profile()),
                (double) entry.timeMillis(),
                logged.clockOff());
        if (body instanceof EntryBody.Opened opened) {
            letter(page, opened.to().text(hashes), opened.said().kind(), null, null);
        }
        switch (body.said()) {
            case EntryBody.Text text -> say(page, text.text(), text.action(), text(text.reply()), null);
            case EntryBody.Edit edit -> say(page, edit.text(), false, null, text(edit.target()));
            case EntryBody.Retraction retraction -> say(page, null, false, null, text(retraction.target()));
            case EntryBody.Reaction reaction -> {
                say(page, null, false, null, text(reaction.target()));
                react(page, reaction.emoji(), reaction.on());
            }
            case EntryBody.Archived archived ->
                archive(page, archived.where(), archived.head(), (double) archived.entries());
            case EntryBody.OfProfile ignored -> {}
            case EntryBody.Sealed ignored -> {}
            case EntryBody.Lettered lettered -> {
                Letter.Wallets wallets = speaker.proven() ? lettered.letter().wallets() : null;
                if (wallets != null) {
                    String to = wallets.to().text(hashes);
                    letter(page, to, "closed", viewOrNull(wallets.own()), viewOrNull(wallets.other()));
                }
            }
            case EntryBody.Opened ignored -> {}
        }
        return page;
    }

    private static @Nullable Uint8Array viewOrNull(@Nullable Bytes bytes) {
        return bytes == null ? null : Borders.view(bytes);
    }

    private static @Nullable String text(@Nullable Cid id) {
        return id == null ? null : id.text();
    }

    static JSObject of(Event.Imported imported) {
        JSObject refused = none();
        for (Map.Entry<Event.ImportRefusal, Integer> each : imported.refused().entrySet()) {
            count(refused, PageOutputs.code(each.getKey().name()), each.getValue());
        }
        return imported(imported.taken(), imported.known(), refused);
    }

    /** What a text has become; null where it is none, or the page's records are damaged. */
    static @Nullable JSObject fold(Kept original, JSArrayReader<Kept> about, Hashes hashes) {
        try {
            List<Logged> entries = new ArrayList<>();
            for (int i = 0; i < about.getLength(); i++) {
                entries.add(read(about.get(i), hashes));
            }
            Fold.Folded folded = Fold.of(read(original, hashes), entries);
            return folded == null ? null : of(folded);
        } catch (Malformed malformed) {
            return null;
        }
    }

    private static Logged read(Kept kept, Hashes hashes) throws Malformed {
        Entry.Received received = Entry.decode(Borders.bytes(kept.getBlock()), hashes);
        Speaker speaker = new Speaker(
                DidKey.parse(kept.getAuthor()),
                Profile.parse(kept.getName(), kept.getColor()),
                kept.getAccount(),
                kept.getProven());
        Entry entry = received.entry();
        Entry read = read(entry, kept, hashes);
        return new Logged(received.id(), read, Borders.bytes(kept.getBlock()), speaker, false);
    }

    private static Entry read(Entry entry, Kept kept, Hashes hashes) throws Malformed {
        KeptLetter letter = kept.getLetter();
        if (letter != null) {
            return entry.withBody(new EntryBody.Opened(
                    WalletAddress.parse(kept.getAccount(), hashes),
                    WalletAddress.parse(letter.getTo(), hashes),
                    opened(kept, letter.getKind())));
        }
        return entry.isSealed() ? entry.withBody(opened(kept, kept.getKind())) : entry;
    }

    /** What a sealed entry says, as far as a fold asks: the page was told when it was opened. */
    private static EntryBody opened(Kept kept, String kind) throws Malformed {
        String text = kept.getText();
        String target = kept.getTarget();
        String emoji = kept.getEmoji();
        if (target == null && text != null) {
            return EntryBody.Text.parse(text, kept.getAction(), null);
        }
        if (target == null) {
            throw new Malformed(Malformed.Reason.FIELD, "an entry that a fold does not ask for");
        }
        Cid about = Cid.parse(target);
        return switch (kind) {
            case "edit" -> EntryBody.Edit.parse(about, text == null ? "" : text);
            case "react" -> EntryBody.Reaction.parse(about, emoji == null ? "" : emoji, kept.getOn());
            default -> new EntryBody.Retraction(about);
        };
    }

    private static JSObject of(Fold.Folded folded) {
        JSArray<JSObject> versions = new JSArray<>();
        for (Fold.Version version : folded.versions()) {
            versions.push(version(version.text(), (double) version.timeMillis()));
        }
        JSArray<JSObject> reactions = new JSArray<>();
        for (Fold.Mark mark : folded.reactions()) {
            reactions.push(reaction(
                    mark.emoji(),
                    mark.by().session().did(),
                    mark.by().profile().name(),
                    mark.by().wallet(),
                    mark.by().proven()));
        }
        return folded(versions, folded.retracted(), reactions);
    }

    @JSBody(
            params = {
                "id",
                "digest",
                "lamport",
                "block",
                "kind",
                "author",
                "name",
                "color",
                "account",
                "proven",
                "profile",
                "timeMillis",
                "clockOff"
            },
            script = "return {id: id, digest: digest, lamport: lamport, block: block, kind: kind, author: author,"
                    + " name: name, color: color, account: account, proven: proven, profile: profile,"
                    + " timeMillis: timeMillis, clockOff: clockOff, text: null, action: false, reply: null,"
                    + " target: null, emoji: null, on: false, archive: null, letter: null};")
    private static native JSObject entry(
            String id,
            Uint8Array digest,
            double lamport,
            Uint8Array block,
            String kind,
            String author,
            String name,
            String color,
            String account,
            boolean proven,
            @Nullable String profile,
            double timeMillis,
            boolean clockOff);

    @JSBody(
            params = {"page", "text", "action", "reply", "target"},
            script = "page.text = text; page.action = action; page.reply = reply; page.target = target;")
    private static native void say(
            JSObject page, @Nullable String text, boolean action, @Nullable String reply, @Nullable String target);

    @JSBody(
            params = {"page", "emoji", "on"},
            script = "page.emoji = emoji; page.on = on;")
    private static native void react(JSObject page, String emoji, boolean on);

    @JSBody(
            params = {"page", "to", "kind", "own", "other"},
            script = "page.letter = {to: to, kind: kind, boxes: [own, other]};")
    private static native void letter(
            JSObject page, String to, String kind, @Nullable Uint8Array own, @Nullable Uint8Array other);

    @JSBody(
            params = {"page", "where", "head", "entries"},
            script = "page.archive = {where: where, head: head, entries: entries};")
    private static native void archive(JSObject page, String where, String head, double entries);

    @JSBody(script = "return {};")
    private static native JSObject none();

    @JSBody(
            params = {"counts", "name", "count"},
            script = "counts[name] = count;")
    private static native void count(JSObject counts, String name, int count);

    @JSBody(
            params = {"taken", "known", "refused"},
            script = "return {type: 'imported', taken: taken, known: known, refused: refused};")
    private static native JSObject imported(int taken, int known, JSObject refused);

    @JSBody(
            params = {"text", "timeMillis"},
            script = "return {text: text, timeMillis: timeMillis};")
    private static native JSObject version(String text, double timeMillis);

    @JSBody(
            params = {"emoji", "author", "name", "account", "proven"},
            script = "return {emoji: emoji, author: author, name: name, account: account, proven: proven};")
    private static native JSObject reaction(String emoji, String author, String name, String account, boolean proven);

    @JSBody(
            params = {"versions", "retracted", "reactions"},
            script = "return {versions: versions, retracted: retracted, reactions: reactions};")
    private static native JSObject folded(JSArray<JSObject> versions, boolean retracted, JSArray<JSObject> reactions);
}
