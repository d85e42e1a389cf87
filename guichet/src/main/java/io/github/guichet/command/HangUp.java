package io.github.guichet.command;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has SIGHUP read the configuration again, instead of ending the process as Java does. Several signals before a reload has begun count as one.
 *
 * <p>Java has no public interface for signals; {@code sun.misc.Signal} of the module jdk.unsupported is what there is, and is reached without
 * naming it, because the compiler warns of it in a way that cannot be answered.
 */
final class HangUp {

    private static final Logger LOG = LoggerFactory.getLogger(HangUp.class);

    private final Executor thread = Executors.newSingleThreadExecutor(task -> {
        Thread one = new Thread(task, "guichet-reload");
        one.setDaemon(true);
        return one;
    });
    private final AtomicBoolean waiting = new AtomicBoolean();
    private final Runnable reload;

    private HangUp(Runnable reload) {
        this.reload = reload;
    }

    /** Installs it. Where there is no such signal, nothing happens. */
    static void call(Runnable reload) {
        HangUp hangUp = new HangUp(reload);
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    HangUp.class.getClassLoader(),
                    new Class<?>[] {handler},
                    (self, method, arguments) -> switch (method.getName()) {
                        case "handle" -> hangUp.came();
                        case "hashCode" -> System.identityHashCode(self);
                        case "equals" -> self == arguments[0];
                        default -> "reload";
                    });
            Object unused = signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), proxy);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            Throwable cause = e instanceof InvocationTargetException wrapped ? wrapped.getTargetException() : e;
            LOG.warn("SIGHUP does not reload the configuration here: {}", cause.toString());
        }
    }

    private String came() {
        if (waiting.compareAndSet(false, true)) {
            thread.execute(() -> {
                waiting.set(false);
                reload.run();
            });
        }
        return "";
    }
}
