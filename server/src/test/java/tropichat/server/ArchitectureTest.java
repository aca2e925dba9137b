package tropichat.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the server may know: signaling, never what peers say to each other. */
class ArchitectureTest {
    private static final JavaClasses SERVER = new ClassFileImporter(
                    List.of(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS))
            .importPackages("tropichat.server");

    @Test
    void ofCoreItUsesOnlyWhatSignalingNeeds() {
        DescribedPredicate<JavaClass> foreign = DescribedPredicate.describe(
                "other parts of the peer",
                type -> type.getPackageName().startsWith("tropichat.")
                        && !type.getPackageName().startsWith("tropichat.server")
                        && !isAllowed(type.getPackageName()));
        noClasses().should().dependOnClassesThat(foreign).check(SERVER);
    }

    private static boolean isAllowed(String name) {
        return switch (name) {
            case "tropichat.core.base",
                    "tropichat.core.wire",
                    "tropichat.core.identity",
                    "tropichat.core.signaling",
                    "tropichat.core.gates",
                    "tropichat.json",
                    "tropichat.chain",
                    "tropichat.crypto" -> true;
            default -> false;
        };
    }

    @Test
    void packagesDependOnOneAnotherInOneDirection() {
        slices().matching("tropichat.server.(*)..").should().beFreeOfCycles().check(SERVER);
    }

    @Test
    void theWireKnowsNothingOfWhatIsSaidOverIt() {
        noClasses()
                .that()
                .resideInAPackage("tropichat.server.net")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "tropichat.server.engineio..", "tropichat.server.socketio..", "tropichat.server.signaling..")
                .check(SERVER);
        noClasses()
                .that()
                .resideInAPackage("tropichat.server.engineio")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("tropichat.server.socketio..", "tropichat.server.signaling..")
                .check(SERVER);
    }

    @Test
    void nettyStaysInTheWire() {
        noClasses()
                .that()
                .resideOutsideOfPackage("tropichat.server.net")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(SERVER);
    }
}
