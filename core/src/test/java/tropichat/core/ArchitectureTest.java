package tropichat.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.Date;
import java.util.Formatter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Scanner;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.Timer;
import java.util.UUID;
import java.util.WeakHashMap;
import org.junit.jupiter.api.Test;

/** What may depend on what in core, and what core does without so that it runs the same everywhere. */
class ArchitectureTest {
    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("tropichat.core");

    @Test
    void packagesSeeOnlyWhatLiesBelow() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("base")
                .definedBy("tropichat.core.base")
                .layer("wire")
                .definedBy("tropichat.core.wire")
                .layer("identity")
                .definedBy("tropichat.core.identity")
                .layer("link")
                .definedBy("tropichat.core.link")
                .layer("keys")
                .definedBy("tropichat.core.keys")
                .layer("sync")
                .definedBy("tropichat.core.sync")
                .layer("room")
                .definedBy("tropichat.core.room")
                .layer("rules")
                .definedBy("tropichat.core.rules")
                .layer("gossip")
                .definedBy("tropichat.core.gossip")
                .layer("gates")
                .definedBy("tropichat.core.gates")
                .layer("signaling")
                .definedBy("tropichat.core.signaling")
                .layer("door")
                .definedBy("tropichat.core")
                .whereLayer("door")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("signaling")
                .mayOnlyAccessLayers("base", "wire", "identity", "gates")
                .whereLayer("signaling")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("gates")
                .mayOnlyAccessLayers("base", "wire", "identity")
                .whereLayer("gates")
                .mayOnlyBeAccessedByLayers("door", "rules", "signaling")
                .whereLayer("gossip")
                .mayOnlyAccessLayers("base", "wire", "identity")
                .whereLayer("gossip")
                .mayOnlyBeAccessedByLayers("door")
                .whereLayer("rules")
                .mayOnlyAccessLayers("base", "wire", "identity", "gates", "keys", "room")
                .whereLayer("rules")
                .mayOnlyBeAccessedByLayers("door")
                .whereLayer("room")
                .mayOnlyAccessLayers("base", "wire", "identity", "keys", "sync")
                .whereLayer("sync")
                .mayOnlyAccessLayers("base", "wire")
                .whereLayer("sync")
                .mayOnlyBeAccessedByLayers("door", "room")
                .whereLayer("link")
                .mayOnlyAccessLayers("base", "wire", "identity")
                .whereLayer("keys")
                .mayOnlyAccessLayers("base", "wire", "identity")
                .whereLayer("keys")
                .mayOnlyBeAccessedByLayers("door", "rules", "room", "gossip")
                .whereLayer("identity")
                .mayOnlyAccessLayers("base", "wire")
                .whereLayer("wire")
                .mayOnlyAccessLayers("base")
                .whereLayer("base")
                .mayNotAccessAnyLayer()
                .ensureAllClassesAreContainedInArchitecture()
                .check(CORE);
    }

    /** No clock, thread, socket, file or provider of cryptography can be reached from these packages but as below. */
    @Test
    void usesLittleOfTheLibrary() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "tropichat.core..",
                        "java.lang",
                        // What records and switches are compiled to.
                        "java.lang.invoke",
                        "java.lang.runtime",
                        "java.util",
                        "java.util.function",
                        "org.jspecify.annotations")
                .check(CORE);
    }

    @Test
    void usesNoThreadsRandomnessOrDates() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(
                        Thread.class,
                        ThreadLocal.class,
                        Runtime.class,
                        Process.class,
                        Timer.class,
                        Random.class,
                        SplittableRandom.class,
                        UUID.class,
                        Date.class,
                        Scanner.class,
                        Formatter.class)
                .check(CORE);
    }

    @Test
    void readsNoClockAndDrawsNoChance() {
        forbid(System.class, "currentTimeMillis", "nanoTime", "getenv", "getProperty", "identityHashCode");
        forbid(Math.class, "random");
    }

    /** Their order changes from one run of the JVM to the next, or differs in a page. */
    @Test
    void usesNoCollectionsWithoutAnOrder() {
        forbid(Set.class, "of", "copyOf");
        forbid(Map.class, "of", "copyOf", "ofEntries");
        for (Class<?> type : List.of(HashMap.class, HashSet.class, IdentityHashMap.class, WeakHashMap.class)) {
            noClasses()
                    .should()
                    .callConstructorWhere(DescribedPredicate.describe(
                            "make a " + type.getSimpleName(),
                            (JavaConstructorCall call) ->
                                    call.getTarget().getOwner().isEquivalentTo(type)))
                    .check(CORE);
        }
    }

    /** They would add tens of kilobytes to the module that pages load, or are missing there. */
    @Test
    void usesNothingThatIsHeavyInAPage() {
        forbid(
                String.class,
                "format",
                "formatted",
                "split",
                "splitWithDelimiters",
                "matches",
                "replaceAll",
                "replaceFirst",
                "lines",
                "chars",
                "codePoints");
        forbid(Double.class, "parseDouble", "valueOf");
        forbid(Float.class, "parseFloat", "valueOf");
        forbid(Arrays.class, "stream", "compareUnsigned");
    }

    private static void forbid(Class<?> owner, String... methods) {
        List<String> names = List.of(methods);
        noClasses()
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "call any of " + owner.getSimpleName() + "." + names,
                        (JavaCall<?> call) -> isOneOf(call.getTarget(), owner, names)))
                .check(CORE);
    }

    private static boolean isOneOf(AccessTarget target, Class<?> owner, List<String> names) {
        return target.getOwner().isEquivalentTo(owner) && names.contains(target.getName());
    }
}
