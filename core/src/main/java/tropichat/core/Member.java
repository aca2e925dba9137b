package tropichat.core;

import org.jspecify.annotations.Nullable;
import tropichat.core.identity.Card;

/**
 * One other person in the room, as known at one moment.
 *
 * @param key names the member for as long as it stays: its session's did, or the signaling id where it has none
 * @param wallet address text, claimed or proven as {@code proven} says
 * @param proven the wallet's delegation and the session's proof were both verified on a link
 * @param end why the link ended last, where {@code link} is not open
 */
public record Member(
        String key,
        @Nullable String did,
        String name,
        String color,
        Card card,
        String wallet,
        boolean proven,
        LinkState link,
        @Nullable LinkEnd end,
        boolean typing) {}
