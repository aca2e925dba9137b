package tropichat.server.signaling;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import tropichat.core.base.Hashes;
import tropichat.core.identity.SignatureCheck;
import tropichat.crypto.SignatureVerifier;
import tropichat.server.log.Log;
import tropichat.server.net.Loop;

/** Verifies signatures beside the loop: they are what a login costs. The lobby bounds how many can wait. */
final class SignatureThreads {
    private final Loop loop;
    private final SignatureVerifier verifier;
    private final ExecutorService threads;

    SignatureThreads(Loop loop, Hashes hashes) {
        this.loop = loop;
        this.verifier = new SignatureVerifier(hashes);
        // The loop has a core of its own where there are several.
        int count = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
        this.threads = Executors.newFixedThreadPool(
                count, Thread.ofPlatform().daemon().name("signatures-", 0).factory());
    }

    /** Tells {@code onVerified}, on the loop, whether all signatures are right. */
    void verify(List<SignatureCheck> checks, Consumer<Boolean> onVerified) {
        threads.execute(() -> {
            boolean valid = allValid(checks);
            loop.execute(() -> onVerified.accept(valid));
        });
    }

    private boolean allValid(List<SignatureCheck> checks) {
        try {
            return checks.stream().allMatch(verifier::verify);
        } catch (RuntimeException fault) {
            Log.error("a signature could not be checked", fault);
            return false;
        }
    }
}
