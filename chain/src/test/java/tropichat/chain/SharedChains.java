package tropichat.chain;

import java.io.IOException;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.support.TypeBasedParameterResolver;
import tropichat.core.base.Malformed;

/**
 * Gives tests the testbed's chains, which are started once for all tests of a run: compiling their contracts takes seconds. Where
 * the packages for that are not installed, these tests are skipped. Whoever stops a chain starts one of his own.
 */
public final class SharedChains extends TypeBasedParameterResolver<ChainNode> implements ExecutionCondition {
    public static final long ID = 31_337;
    public static final long OTHER_ID = 31_338;

    private static final Namespace OURS = Namespace.create(SharedChains.class);

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return ChainNode.isInstalled()
                ? ConditionEvaluationResult.enabled("the testbed's packages are installed")
                : ConditionEvaluationResult.disabled("the testbed's packages are not installed");
    }

    /** What is in the root's store is closed after the last test. */
    @Override
    public ChainNode resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot().getStore(OURS).computeIfAbsent(ChainNode.class, first -> start(), ChainNode.class);
    }

    private static ChainNode start() {
        try {
            return new ChainNode(ID, OTHER_ID);
        } catch (IOException | Malformed failed) {
            throw new ExtensionConfigurationException("the chains did not start", failed);
        }
    }
}
