package io.github.guichet.lookup.sendas;

import io.github.guichet.lookup.Trail;
import io.github.guichet.lookup.key.EnvelopeAddress;
import io.github.guichet.lookup.key.KeyCheck;
import io.github.guichet.lookup.key.MailAddress;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The rules of section {@code [send-as]}. A login may send as an address if any right says so, and the cheapest is looked for first: what
 * the configuration says, then the login's own name, then maps. A map that cannot say anything matters only if no right is found.
 */
public final class SendAsRules implements SendAs {

    private static final CompletableFuture<SendAsVerdict> IMPOSSIBLE =
            CompletableFuture.completedFuture(new SendAsVerdict.Refused(false));

    private static final CompletableFuture<SendAsVerdict> OWN_ADDRESS =
            CompletableFuture.completedFuture(new SendAsVerdict.Allowed(SendAsRight.OWN_ADDRESS, ""));

    private final SendAsConfig config;
    private final OwnerWalk walk;
    private final AnyAddress anyAddress;
    private final KnownLogins logins;

    /** Rules; asks nobody yet. */
    public SendAsRules(SendAsConfig config) {
        this.config = config;
        this.anyAddress = new AnyAddress(config.anyAddress(), config.anyAddressMaps(), config.address());
        this.logins = new KnownLogins(config.logins(), config.address());
        this.walk = new OwnerWalk(config, logins);
    }

    @Override
    public CompletableFuture<SendAsVerdict> maySend(String login, String address, Trail trail) {
        if (!KeyCheck.canExist(address) || login.isEmpty()) {
            return IMPOSSIBLE;
        }
        if (address.equals(login) && isPlain(address) && isEnough(address)) {
            return OWN_ADDRESS;
        }
        Login who = new Login(login, config.address());
        MailAddress sender = EnvelopeAddress.of(address, config.address());
        MayFinding finding = new MayFinding(who);
        boolean anything = switches(sender).anyAddress();
        if (anything && anyAddress.names(who)) {
            return CompletableFuture.completedFuture(new SendAsVerdict.Allowed(SendAsRight.ANY_ADDRESS, "any-address"));
        }
        CompletableFuture<Boolean> walked = Walked.then(
                walk.walk(sender, finding, trail),
                () -> anything ? anyAddress.mapped(who, sender, finding, trail) : Walked.ON);
        return walked.isDone() && !walked.isCompletedExceptionally()
                ? conclude(finding)
                : walked.thenCompose(enough -> conclude(finding));
    }

    /** Whether there is one way to read an address, so that a login of the same letters is this address. */
    private static boolean isPlain(String address) {
        int at = 0;
        for (int i = 0; i < address.length(); i++) {
            char c = address.charAt(i);
            if (c == '@' && at == 0 && i > 0) {
                at = i;
            } else if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_')) {
                return false;
            }
        }
        return at > 0 && at < address.length() - 1 && !address.endsWith(".");
    }

    /** Whether an address is its login's own without further questions. */
    private boolean isEnough(String address) {
        SendAsSwitches here =
                config.byDomain().isEmpty() ? config.switches() : config.switches(MailAddress.of(address));
        return here.ownAddress() && (!here.anyAddress() || anyAddress.logins().isEmpty());
    }

    private CompletableFuture<SendAsVerdict> conclude(MayFinding finding) {
        if (finding.allowed().isPresent()) {
            return CompletableFuture.completedFuture(finding.allowed().get());
        }
        if (finding.unavailable().isPresent()) {
            return CompletableFuture.completedFuture(
                    new SendAsVerdict.Unavailable(finding.unavailable().get()));
        }
        return finding.owned()
                ? CompletableFuture.completedFuture(new SendAsVerdict.Refused(true))
                : ownedByName(finding.names().iterator());
    }

    /** Whether it is the own address of somebody else. */
    private CompletableFuture<SendAsVerdict> ownedByName(Iterator<MailAddress> names) {
        if (!names.hasNext()) {
            return IMPOSSIBLE;
        }
        return logins.named(names.next()).thenCompose(known -> {
            if (known instanceof KnownLogins.Nobody) {
                return ownedByName(names);
            }
            return CompletableFuture.completedFuture(
                    known instanceof KnownLogins.Unavailable unavailable
                            ? new SendAsVerdict.Unavailable(unavailable.reason())
                            : new SendAsVerdict.Refused(true));
        });
    }

    /**
     * {@inheritDoc}
     *
     * <p>Own addresses only of logins that are known to exist. Of those who may send as anything only the ones that the configuration
     * names: a map that is asked for a login cannot tell them.
     */
    @Override
    public CompletableFuture<Owners> owners(String address, Trail trail) {
        if (!KeyCheck.canExist(address)) {
            return CompletableFuture.completedFuture(new Owners.Known(List.of(), false));
        }
        MailAddress sender = EnvelopeAddress.of(address, config.address());
        AllFinding finding = new AllFinding(logins);
        return walk.walk(sender, finding, trail).thenApply(enough -> {
            if (switches(sender).anyAddress()) {
                anyAddress.logins().forEach(login -> finding.listed(login, SendAsRight.ANY_ADDRESS, "any-address"));
            }
            return finding.owners();
        });
    }

    private SendAsSwitches switches(MailAddress address) {
        return config.switches(address);
    }

    @Override
    public SendAsRights rights(String login) {
        return new RightsListing(config, walk, anyAddress, new Login(login, config.address())).list();
    }
}
