package tropichat.simulator.world;

import tropichat.core.Input;

/** What an event does when its time has come. */
sealed interface Happening {
    /** A peer is told something. */
    record Tell(Input input) implements Happening {}

    /** A peer's deadline may have come. */
    record Tick() implements Happening {
        static final Tick TICK = new Tick();
    }

    /** Anything else: what it is called in the digest, and what it does. */
    record Act(String name, Runnable action) implements Happening {}
}
