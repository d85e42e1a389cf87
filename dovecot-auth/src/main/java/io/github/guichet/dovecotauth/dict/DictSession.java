package io.github.guichet.dovecotauth.dict;

import io.github.guichet.dovecotauth.wire.Fields;
import io.github.guichet.dovecotauth.wire.LineChannel;
import io.github.guichet.dovecotauth.wire.LineSession;
import io.github.guichet.dovecotauth.wire.OutLine;
import io.github.guichet.dovecotauth.wire.WireException;
import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.Keys;
import io.github.guichet.lookup.account.AccountAnswer;
import io.github.guichet.lookup.account.AccountRecord;
import io.github.guichet.lookup.dict.DictChange;
import io.github.guichet.lookup.dict.DictCommit;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** One connection of the dict protocol. */
final class DictSession implements LineSession {

    private static final int MOST_TRANSACTIONS = 1000;

    private final DictDesk desk;
    private final Replies replies;
    private final Map<Long, Transaction> transactions = new HashMap<>();
    private boolean greeted;

    DictSession(DictDesk desk, LineChannel peer) {
        this.desk = desk;
        this.replies = new Replies(peer, desk.meter());
    }

    @Override
    public void opened() {
        // The client speaks first, and gets no greeting.
    }

    @Override
    public void line(Fields line) throws WireException {
        String first = line.get(0);
        if (first.isEmpty()) {
            throw new WireException("an empty line in the dict protocol");
        }
        char command = first.charAt(0);
        String argument = first.substring(1);
        if (!greeted) {
            hello(command, argument);
            return;
        }
        switch (command) {
            case 'L' -> lookup(argument, line.get(1));
            case 'I' -> iterate(line);
            case 'B' -> begin(id(argument), line.get(1));
            case 'S' -> transaction(argument).add(new DictChange.Set(line.get(1), line.get(2)));
            case 'U' -> transaction(argument).add(new DictChange.Unset(line.get(1)));
            case 'A' -> transaction(argument).add(new DictChange.Increment(line.get(1), signed(line.get(2))));
            case 'T', 'V' -> {
                // The stores note the time at which they write, and no value is ever logged.
                Transaction unused = transaction(argument);
            }
            case 'C' -> commit(argument, "");
            case 'D' -> commit(argument, "A");
            case 'R' -> {
                Transaction unused = transaction(argument);
                transactions.remove(id(argument));
            }
            default -> throw new WireException("an unknown command of the dict protocol");
        }
    }

    private void hello(char command, String major) throws WireException {
        if (command != 'H' || !(major.equals("3") || major.equals("4"))) {
            throw new WireException("a dict connection did not begin with version 3 or 4");
        }
        greeted = true;
    }

    private void lookup(String key, String user) {
        Optional<AccountKeys.Question> account = AccountKeys.question(key);
        OutLine defect = OutLine.of('F', "internal error");
        if (account.isPresent()) {
            replies.await(
                    ask(account.get()),
                    answer -> List.of(said(account.get(), answer)).iterator(),
                    defect);
            return;
        }
        CompletableFuture<Answer> answer = desk.store(key)
                .map(store -> store.read(user, key))
                .orElseGet(() -> CompletableFuture.completedFuture(
                        new Answer.Unavailable("no store is configured for this key")));
        replies.await(answer, value -> List.of(said(value)).iterator(), defect);
    }

    private CompletableFuture<AccountAnswer> ask(AccountKeys.Question question) {
        return switch (question.kind()) {
            case PASSDB -> desk.records().pass(question.user(), question.facts(), true);
            case USERDB -> desk.records().user(question.user(), question.facts());
        };
    }

    private static OutLine said(AccountKeys.Question question, AccountAnswer answer) {
        if (answer instanceof AccountAnswer.Found found) {
            AccountRecord record = found.first();
            boolean checkable = record.has("password") || record.has("nopassword");
            return question.kind() == AccountKeys.Kind.USERDB || checkable
                    ? OutLine.of('O', JsonRecord.of(record))
                    // Dovecot would take a record without a password for a wrong password.
                    : OutLine.of('F', "this account's password cannot be read, only checked");
        }
        return answer instanceof AccountAnswer.Unavailable unavailable
                ? OutLine.of('F', unavailable.reason())
                : OutLine.of("N");
    }

    private static OutLine said(Answer answer) {
        if (answer instanceof Answer.Found found) {
            return OutLine.of('O', found.value());
        }
        return answer instanceof Answer.Unavailable unavailable
                ? OutLine.of('F', unavailable.reason())
                : OutLine.of("N");
    }

    private void iterate(Fields line) {
        long most =
                line.get(1).chars().allMatch(Character::isDigit) && !line.get(1).isEmpty()
                        ? Long.parseLong(line.get(1).length() > 18 ? "0" : line.get(1))
                        : 0;
        if (!AccountKeys.listsUsers(line.get(2))) {
            replies.await(
                    CompletableFuture.completedFuture("only users can be listed"),
                    reason -> List.of(OutLine.of('F', reason)).iterator(),
                    OutLine.of('F', "internal error"));
            return;
        }
        CompletableFuture<Keys> listed = new CompletableFuture<>();
        boolean begun = desk.listings().begin(() -> list(listed));
        if (!begun) {
            listed.complete(new Keys.Unavailable("too many listings at once"));
        }
        replies.await(listed, users -> rows(users, most), OutLine.of('F', "internal error"), () -> {
            if (begun) {
                desk.listings().ended();
            }
        });
    }

    private void list(CompletableFuture<Keys> listed) {
        try {
            listed.complete(desk.records().users());
        } catch (RuntimeException e) {
            listed.completeExceptionally(e);
        }
    }

    private static Iterator<OutLine> rows(Keys users, long most) {
        if (users instanceof Keys.Listed all) {
            Stream<OutLine> rows = all.keys().stream()
                    .limit(most > 0 ? most : Long.MAX_VALUE)
                    .map(user -> OutLine.of('O', AccountKeys.ofUser(user)).field(""));
            Stream<OutLine> end = Stream.of(OutLine.of(""));
            return Stream.concat(rows, end).iterator();
        }
        String reason =
                users instanceof Keys.Unlistable unlistable ? unlistable.reason() : ((Keys.Unavailable) users).reason();
        return List.of(OutLine.of('F', reason)).iterator();
    }

    private void begin(long id, String user) throws WireException {
        if (transactions.size() == MOST_TRANSACTIONS) {
            throw new WireException("more than " + MOST_TRANSACTIONS + " transactions at a time");
        }
        if (transactions.putIfAbsent(id, new Transaction(user)) != null) {
            throw new WireException("a transaction was begun twice");
        }
    }

    private Transaction transaction(String argument) throws WireException {
        Transaction transaction = transactions.get(id(argument));
        if (transaction == null) {
            throw new WireException("a transaction that was not begun");
        }
        return transaction;
    }

    private void commit(String argument, String prefix) throws WireException {
        Transaction transaction = transaction(argument);
        long id = id(argument);
        transactions.remove(id);
        replies.await(
                transaction.commit(desk),
                result -> List.of(said(result, prefix, id)).iterator(),
                OutLine.of(prefix + "F" + id).field("internal error"));
    }

    private static OutLine said(DictCommit result, String prefix, long id) {
        if (result instanceof DictCommit.Stored) {
            return OutLine.of(prefix + "O" + id);
        }
        if (result instanceof DictCommit.Failed failed) {
            return OutLine.of(prefix + "F" + id).field(failed.reason());
        }
        return result instanceof DictCommit.Uncertain uncertain
                ? OutLine.of(prefix + "W" + id).field(uncertain.reason())
                : OutLine.of(prefix + "N" + id);
    }

    private static long id(String digits) throws WireException {
        byte[] bytes = digits.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return Fields.of(bytes, bytes.length).number(0);
    }

    private static long signed(String number) throws WireException {
        try {
            return Long.parseLong(number);
        } catch (NumberFormatException e) {
            throw new WireException("a difference that is no number");
        }
    }

    @Override
    public void writable() {
        replies.proceed();
    }

    @Override
    public int inFlight() {
        return replies.open();
    }

    @Override
    public void stopping() {
        transactions.clear();
    }

    @Override
    public void closed() {
        replies.closed();
        transactions.clear();
    }
}
