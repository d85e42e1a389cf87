/*
 * milter-load - sends messages to a milter as Postfix does, and keeps to what
 * the milter negotiated: events that it does not want are not sent, answers
 * that it does not give are not waited for, and macros are those it asked for.
 *
 *     milter-load ADDRESS MESSAGES CONNECTIONS SECONDS good|forged
 *     milter-load ADDRESS hold CONNECTIONS
 *
 * MESSAGES a session, then QUIT and a new connection. A message has two
 * recipients, ten header fields and 10 KB of body, and comes from one of 1000
 * logins; every other one sends as an alias of its own, and a forged message as
 * somebody else, which has to be refused. The first fifth of the time warms up
 * and is not counted. Prints one line:
 *
 *     messages-per-second p50-microseconds p99-microseconds messages wrong
 *
 * The time of a message runs from its first event (with one a session: from
 * the connection) to its last answer. With hold, so many sessions are opened up
 * to the middle of a header, then a line is printed, and they stay until the
 * standard input ends.
 */
#include <arpa/inet.h>
#include <stdint.h>
#include <time.h>
#include <sys/epoll.h>

#include "address.h"
#include "milter-events.h"

enum { MAX_CONNECTIONS = 4096, MAX_OPTIONS = 2048, USERS = 1000 };

struct peer {
    int fd;
    int64_t since;
    struct script *script; /* NULL while options are negotiated */
    unsigned part, left;
    uint32_t message;
    size_t used;
    unsigned char in[4096];
};

static const char *address;
static unsigned per_session;
static int forged, holding;
static struct script first, later;
static uint32_t messages;
static uint32_t *nanoseconds;
static size_t counted, capacity, answers, wrong;
static int64_t count_from, count_to;

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void fail(const char *what) {
    fprintf(stderr, "%s\n", what);
    exit(1);
}

static void count(int64_t took) {
    if (counted == capacity) {
        capacity = capacity ? capacity * 2 : 1 << 18;
        nanoseconds = realloc(nanoseconds, capacity * sizeof *nanoseconds);
        if (nanoseconds == NULL)
            die("out of memory");
    }
    nanoseconds[counted++] = took > UINT32_MAX ? UINT32_MAX : (uint32_t) took;
}

static void send_all(int fd, const char *bytes, size_t length) {
    while (length > 0) {
        ssize_t sent = send(fd, bytes, length, MSG_NOSIGNAL);
        if (sent <= 0)
            die("send");
        bytes += sent;
        length -= (size_t) sent;
    }
}

static void begin_message(struct peer *peer, struct script *script) {
    peer->script = script;
    peer->part = 0;
    peer->message = messages++;
}

static void send_part(struct peer *peer) {
    const struct part *part = &peer->script->parts[peer->part];
    /* A prime stride visits every user once before any twice, without walking them in order. */
    unsigned user = peer->message * 7919u % USERS;
    fill(peer->script, part, user, forged ? (user + 2) % USERS : user, peer->message);
    send_all(peer->fd, peer->script->text + part->from, part->to - part->from);
}

/* Sends parts up to the next one that is answered. */
static void advance(struct peer *peer) {
    for (send_part(peer); !peer->script->parts[peer->part].answered; send_part(peer))
        peer->part++;
}

static void open_session(struct peer *peer) {
    static const char offer[] = "\0\0\0\015O\0\0\0\006\0\0\001\377\0\037\377\377";
    peer->fd = open_socket(address, 0);
    peer->left = per_session;
    peer->used = 0;
    peer->script = NULL;
    send_all(peer->fd, offer, sizeof offer - 1);
}

static void close_session(struct peer *peer) {
    static const char last[] = "\0\0\0\001A\0\0\0\001A\0\0\0\001Q";
    send_all(peer->fd, last, sizeof last - 1);
    close(peer->fd);
}

/* The complete answer at the front, without changes and progress: its letter, and -1 if it is not here yet. */
static int take_answer(struct peer *peer, const unsigned char **data, size_t *length) {
    size_t at = 0;
    int letter = -1;
    while (letter < 0 && peer->used - at >= 5) {
        uint32_t size = number(peer->in + at);
        if (size < 1 || size > sizeof peer->in - 4)
            fail("an answer of a size that was not expected");
        if (peer->used - at < 4 + size)
            break;
        int found = peer->in[at + 4];
        if (strchr("himbqe+-2p", found) == NULL) {
            letter = found;
            *data = peer->in + at + 5;
            *length = size - 1;
        }
        at += 4 + size;
    }
    if (letter >= 0 && at != peer->used)
        fail("more than one answer to one question");
    peer->used -= at;
    if (peer->used > 0)
        memmove(peer->in, peer->in + at, peer->used);
    return letter;
}

/* After the last answer of a message: the next one, in this session or in another. */
static void finish_message(struct peer *peer, int letter) {
    int64_t time = now();
    answers++;
    if (forged ? letter != 'y' && letter != 'r' : letter != 'c' && letter != 'a') {
        if (wrong++ == 0)
            fprintf(stderr, "a %s message was answered with %c\n", forged ? "forged" : "good", letter);
    }
    if (time >= count_from && time < count_to)
        count(time - peer->since);
    peer->since = time;
    if (--peer->left == 0 || time >= count_to) {
        close_session(peer);
        peer->fd = -1;
    } else {
        begin_message(peer, &later);
        advance(peer);
    }
}

/* The milter's options; the messages are written anew only if they differ from those before. */
static void read_options(const unsigned char *data, size_t length) {
    static unsigned char known[MAX_OPTIONS];
    static size_t known_length;
    if (length < 12 || length > sizeof known)
        fail("options of a length that was not expected");
    if (length == known_length && memcmp(data, known, length) == 0)
        return;
    const char *names[STAGES];
    memcpy(known, data, length);
    known_length = length;
    uint32_t steps = read_wishes(known, length, names);
    write_script(&first, steps, names, 1, holding);
    write_script(&later, steps, names, 0, 0);
}

/* Reads what came: whether an answer was complete. Progress and changes of the message are none. */
static int read_answer(struct peer *peer, const unsigned char **data, size_t *length) {
    ssize_t got = recv(peer->fd, peer->in + peer->used, sizeof peer->in - peer->used, 0);
    if (got <= 0)
        fail("the milter closed the connection");
    peer->used += (size_t) got;
    return take_answer(peer, data, length);
}

static void serve(struct peer *peer) {
    const unsigned char *data = NULL;
    size_t length = 0;
    int letter = read_answer(peer, &data, &length);
    if (letter < 0)
        return;
    if (peer->script == NULL) {
        if (letter != 'O')
            fail("expected options");
        read_options(data, length);
        begin_message(peer, &first);
    } else if (peer->part + 1 == peer->script->count) {
        finish_message(peer, letter);
        return;
    } else {
        if (letter != 'c')
            fail("an event before the end of the message was not answered with c");
        peer->part++;
    }
    advance(peer);
}

static int ascending(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *) a, y = *(const uint32_t *) b;
    return (x > y) - (x < y);
}

static void watch(int epoll, struct peer *peer) {
    struct epoll_event event = { .events = EPOLLIN, .data.ptr = peer };
    open_session(peer);
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, peer->fd, &event) < 0)
        die("epoll_ctl");
}

static void run(int epoll, struct peer *peers, size_t connections, double seconds) {
    struct epoll_event ready[64];
    int64_t start = now();
    count_from = start + (int64_t) (seconds * 0.2e9);
    count_to = start + (int64_t) (seconds * 1e9);
    size_t open = connections;
    for (size_t i = 0; i < connections; i++) {
        peers[i].since = now();
        watch(epoll, &peers[i]);
    }
    while (open > 0) {
        int events = epoll_wait(epoll, ready, 64, 10000);
        if (events == 0)
            fail("no answer within 10 s");
        for (int i = 0; i < events; i++) {
            struct peer *peer = ready[i].data.ptr;
            serve(peer);
            if (peer->fd >= 0)
                continue;
            peer->since = now();
            if (peer->since < count_to)
                watch(epoll, peer);
            else
                open--;
        }
    }
    qsort(nanoseconds, counted, sizeof *nanoseconds, ascending);
    double p50 = counted ? nanoseconds[counted / 2] / 1e3 : 0;
    double p99 = counted ? nanoseconds[counted * 99 / 100] / 1e3 : 0;
    printf("%.0f %.1f %.1f %zu %zu\n", (double) counted / (seconds * 0.8), p50, p99, answers, wrong);
}

/* Opens sessions one after the other, each up to the middle of its header, and keeps them. */
static void hold(struct peer *peers, size_t connections) {
    const unsigned char *data = NULL;
    size_t length = 0;
    for (struct peer *peer = peers; peer < peers + connections; peer++) {
        open_session(peer);
        while (read_answer(peer, &data, &length) < 0)
            ;
        read_options(data, length);
        for (begin_message(peer, &first); peer->part < first.count; peer->part++) {
            send_part(peer);
            while (first.parts[peer->part].answered && read_answer(peer, &data, &length) < 0)
                ;
        }
    }
    printf("open\n");
    fflush(stdout);
    while (getchar() != EOF)
        ;
    for (size_t i = 0; i < connections; i++)
        close_session(&peers[i]);
}

int main(int argc, char **argv) {
    holding = argc == 4 && strcmp(argv[2], "hold") == 0;
    size_t connections = argc == 6 || holding ? strtoul(argv[3], NULL, 10) : 0;
    if (connections < 1 || connections > MAX_CONNECTIONS) {
        fprintf(stderr, "usage: milter-load ADDRESS MESSAGES CONNECTIONS SECONDS good|forged, milter-load ADDRESS hold CONNECTIONS\n");
        return 64;
    }
    address = argv[1];
    struct peer *peers = calloc(connections, sizeof *peers);
    int epoll = epoll_create1(0);
    if (peers == NULL || epoll < 0)
        die("epoll");
    if (holding) {
        hold(peers, connections);
        return 0;
    }
    per_session = (unsigned) strtoul(argv[2], NULL, 10);
    forged = strcmp(argv[5], "forged") == 0;
    if (per_session < 1)
        fail("a session needs a message");
    run(epoll, peers, connections, strtod(argv[4], NULL));
    return wrong == 0 ? 0 : 1;
}
