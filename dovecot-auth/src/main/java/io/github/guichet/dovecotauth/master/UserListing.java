package io.github.guichet.dovecotauth.master;

import io.github.guichet.dovecotauth.wire.LineChannel;
import io.github.guichet.dovecotauth.wire.OutLine;
import io.github.guichet.lookup.Keys;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One LIST: asks in the background, then sends as fast as the peer reads. On the event loop but for the asking. */
final class UserListing {

    private static final Logger LOG = LoggerFactory.getLogger(UserListing.class);

    private final long id;
    private final Optional<Pattern> mask;
    private final MasterDesk desk;
    private final LineChannel peer;
    private final Runnable ended;
    private Iterator<String> names = List.<String>of().iterator();
    private boolean sending;
    private volatile boolean abandoned;

    UserListing(long id, Optional<Pattern> mask, MasterDesk desk, LineChannel peer, Runnable ended) {
        this.id = id;
        this.mask = mask;
        this.desk = desk;
        this.peer = peer;
        this.ended = ended;
    }

    /**
     * The mask in the parameters, with {@code *} and {@code ?} as wildcards.
     *
     * @return empty if all users are wanted
     */
    static Optional<Pattern> mask(List<String> parameters) {
        return parameters.stream()
                .filter(p -> p.startsWith("user="))
                .map(p -> p.substring("user=".length()))
                .filter(m -> !m.isEmpty() && !m.equals("*"))
                .findFirst()
                .map(UserListing::pattern);
    }

    private static Pattern pattern(String mask) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < mask.length(); i++) {
            char c = mask.charAt(i);
            switch (c) {
                case '*' -> {
                    if (regex.length() < 2
                            || !regex.substring(regex.length() - 2).equals(".*")) {
                        regex.append(".*"); // one star says as much as many, and many would take long
                    }
                }
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL | Pattern.CASE_INSENSITIVE);
    }

    void start() {
        if (!desk.listings().begin(this::ask)) {
            fail("too many listings at once");
        }
    }

    private void ask() {
        if (abandoned) {
            desk.listings().ended();
            return;
        }
        Keys users = users();
        peer.later(() -> listed(users));
    }

    private Keys users() {
        try {
            return desk.records().users();
        } catch (RuntimeException e) {
            // It promises not to; but nobody could ever list users again if this one did not end.
            desk.meter().internalError();
            LOG.error(
                    "{}: listing the users ended in an exception", desk.meter().name(), e);
            return new Keys.Unavailable("internal error");
        }
    }

    /** The connection is closed; holds nothing any more. */
    void abandon() {
        abandoned = true;
        if (sending) {
            sending = false;
            names = List.<String>of().iterator();
            desk.listings().ended();
        }
    }

    private void listed(Keys users) {
        if (abandoned) {
            desk.listings().ended();
            return;
        }
        if (users instanceof Keys.Listed all) {
            names = all.keys().iterator();
            sending = true;
            proceed();
        } else if (users instanceof Keys.Unlistable unlistable) {
            desk.listings().ended();
            fail(unlistable.reason());
        } else if (users instanceof Keys.Unavailable unavailable) {
            desk.listings().ended();
            fail(unavailable.reason());
        }
    }

    private void fail(String reason) {
        LOG.warn("{}: users cannot be listed: {}", desk.meter().name(), reason);
        peer.send(OutLine.of("DONE").field(id).field("fail"));
        ended.run();
    }

    /** Sends until the peer takes no more. */
    void proceed() {
        if (!sending) {
            return;
        }
        while (names.hasNext()) {
            if (!peer.writable()) {
                return;
            }
            String name = names.next();
            if (mask.isEmpty() || mask.get().matcher(name).matches()) {
                peer.send(OutLine.of("LIST").field(id).field(name));
            }
        }
        sending = false;
        desk.listings().ended();
        peer.send(OutLine.of("DONE").field(id).field(""));
        ended.run();
    }
}
