package io.github.guichet.server;

/**
 * Whoever started the process and wants to know how it is doing, such as systemd. Told by the threads that start, reload and
 * stop the daemons, one at a time; what cannot be told is not an error of the process.
 */
public interface ServiceManager {

    /** Nobody. */
    ServiceManager NONE = new ServiceManager() {
        @Override
        public void ready(String status) {}

        @Override
        public void reloading() {}

        @Override
        public void stopping(String status) {}

        @Override
        public void status(String text) {}

        @Override
        public void watch(Vitals vitals) {}
    };

    /**
     * Everything listens and answers; after {@link #reloading()}: it does so again, or as before.
     *
     * @param status one line for a person
     */
    void ready(String status);

    /** The configuration is being read again. {@link #ready} follows, whatever comes of it. */
    void reloading();

    /**
     * The process was asked to end, and answers what it was asked.
     *
     * @param status one line for a person
     */
    void stopping(String status);

    /**
     * Says how it is doing.
     *
     * @param text one line for a person
     */
    void status(String text);

    /**
     * Says whom to ask, from now to the end of the process, whether it is alive and how it is doing. Called once, before the first
     * {@link #ready}.
     */
    void watch(Vitals vitals);
}
