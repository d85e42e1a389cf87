package io.github.guichet.endtoend;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * Gives a {@link Workspace} to every test method that has a parameter for one. If the {@code @BeforeAll} method of the class asks
 * for one too, all tests of the class share that; otherwise each test has its own. The logs in it are printed when a test fails.
 */
public final class Workspaces
        implements ParameterResolver, TestExecutionExceptionHandler, LifecycleMethodExecutionExceptionHandler {

    private static final Namespace HERE = Namespace.create(Workspaces.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Workspace.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(HERE).getOrComputeIfAbsent(Workspace.class, type -> new Workspace(), Workspace.class);
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        printLogs(context);
        throw failure;
    }

    @Override
    public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        printLogs(context);
        throw failure;
    }

    @Override
    public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        printLogs(context);
        throw failure;
    }

    private static void printLogs(ExtensionContext context) {
        Workspace work = context.getStore(HERE).get(Workspace.class, Workspace.class);
        if (work != null) {
            System.err.println("--- logs of " + context.getDisplayName());
            work.printLogs(System.err);
        }
    }
}
