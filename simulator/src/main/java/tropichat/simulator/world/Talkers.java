package tropichat.simulator.world;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tropichat.core.Input;
import tropichat.core.identity.Profile;
import tropichat.core.wire.Cid;
import tropichat.simulator.chance.Chance;
import tropichat.simulator.scenario.Mix;

/** What people do in the room: they say something new, or something about what was said. */
final class Talkers {
    private static final List<String> EMOJIS = List.of("🌴", "🌊", "🥥", "👍");

    /** How many reactions are there to stay; the others are taken away. */
    private static final double REACTIONS_ON = 0.8;

    private final Mix mix;
    private final Chance chance;

    Talkers(Mix mix, Chance chance) {
        this.mix = mix;
        this.chance = chance;
    }

    /** What a person does next; where there is nothing yet that it could be about, the person says {@code text}. */
    Input next(Node node, String text) {
        Input about = about(node, text);
        return about == null ? new Input.Say(text, false) : about;
    }

    private @Nullable Input about(Node node, String text) {
        Mix.Kind kind = mix.isPlain() ? Mix.Kind.TEXT : mix.kind(chance.share());
        Cid any = kind == Mix.Kind.TEXT ? null : node.store.anyText(chance);
        Cid own = kind == Mix.Kind.TEXT ? null : node.store.lastTextOf(node.keys.session());
        return switch (kind) {
            case TEXT -> null;
            case REPLY -> any == null ? null : new Input.Say(text, chance.happens(0.1), any);
            case REACTION ->
                any == null
                        ? null
                        : new Input.React(any, EMOJIS.get(chance.below(EMOJIS.size())), chance.happens(REACTIONS_ON));
            case EDIT -> own == null ? null : new Input.Edit(own, text + ", edited");
            case RETRACTION -> own == null ? null : new Input.Retract(own);
            case RENAME -> new Input.ChangeProfile(new Profile(renamed(node), "#2080c0"));
        };
    }

    private String renamed(Node node) {
        return node.name() + " alias " + chance.below(1_000);
    }
}
