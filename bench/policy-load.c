/*
 * policy-load - asks a policy server what Postfix asks it. On each connection
 * one request is in flight.
 *
 *     policy-load ADDRESS STAGES CONNECTIONS USERS SECONDS RATE VERBS
 *
 * STAGES: rcpt, end (END-OF-MESSAGE), or mail: for each message the one and
 * then the other. USERS logins, of which every other one sends as its own
 * address and the rest as an alias; each message has an instance and a queue
 * id of its own. RATE 0: the next request is sent when the answer has come.
 * Otherwise so many requests a second are due, evenly, and one that finds no
 * connection free waits: its time counts from when it was due. SECONDS 0 asks
 * once for each user (and stage) and stops. An answer must begin with one of
 * VERBS, which are separated by commas, in any case of letters. The first fifth
 * of the time warms up and is not counted. Prints one line:
 *
 *     requests-per-second p50-microseconds p99-microseconds answers wrong
 *
 * The last answers are waited for: policyd-rate-limit ends when a client has
 * gone away before its answer.
 */
#include <errno.h>
#include <stdint.h>
#include <strings.h>
#include <time.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>

#include "address.h"

enum { MAX_CONNECTIONS = 1024, MAX_REQUEST = 2048, STAGES = 2 };

struct peer {
    int fd;
    int64_t since;
    uint64_t message;
    size_t stage, used;
    char in[4096];
};

/* A request, and where in it the two numbers are that differ from message to message. */
struct text {
    char bytes[MAX_REQUEST];
    size_t length, instance, queue;
};

static struct text *texts; /* STAGES of each user */
static size_t first_stage, stages;
static uint64_t users, asked, messages, message_base;
static const char *verbs;
static uint32_t *nanoseconds;
static size_t counted, capacity, answers, wrong;
static struct peer **idle;
static size_t idles;

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void fail(const char *what) {
    fprintf(stderr, "%s\n", what);
    exit(1);
}

/* The attributes that Postfix 3.7 sends for a submission, in its order. */
static void write_text(struct text *text, unsigned user, int end) {
    int length = snprintf(text->bytes, MAX_REQUEST,
        "request=smtpd_access_policy\nprotocol_state=%s\nprotocol_name=ESMTP\nclient_address=10.%u.%u.%u\n"
        "client_name=unknown\nclient_port=%u\nreverse_client_name=unknown\nserver_address=192.0.2.25\nserver_port=587\n"
        "helo_name=[192.168.1.%u]\nsender=%s%04u@example.org\nrecipient=%s\nrecipient_count=%d\n"
        "queue_id=%s\ninstance=6fcf.6b00a8e3.00000000.0\nsize=%d\netrn_domain=\nstress=\nsasl_method=PLAIN\n"
        "sasl_username=user%04u@example.org\nsasl_sender=\nccert_subject=\nccert_issuer=\nccert_fingerprint=\n"
        "ccert_pubkey_fingerprint=\nencryption_protocol=TLSv1.3\nencryption_cipher=TLS_AES_256_GCM_SHA384\n"
        "encryption_keysize=256\npolicy_context=submission\n\n",
        end ? "END-OF-MESSAGE" : "RCPT", user / 250 % 250, user % 250, user % 199 + 1, 32768 + user, user % 250,
        user % 2 ? "alias" : "user", user, end ? "" : "somebody@elsewhere.example.net", end ? 2 : 0,
        end ? "4dJ2X00000000z" : "", end ? 12345 : 0, user);
    text->length = (size_t) length;
    text->instance = (size_t) (strstr(text->bytes, "6b00a8e3.") - text->bytes) + strlen("6b00a8e3.");
    text->queue = end ? (size_t) (strstr(text->bytes, "4dJ2X") - text->bytes) + strlen("4dJ2X") : 0;
}

static void write_number(char *at, uint32_t number) {
    for (int i = 7; i >= 0; i--, number >>= 4)
        at[i] = "0123456789abcdef"[number & 15];
}

static void ask(struct peer *peer, int64_t since) {
    if (peer->stage == 0)
        peer->message = messages++;
    /* A prime stride visits every user once before any twice, without walking them in order. */
    struct text *text = &texts[peer->message * 7919 % users * STAGES + first_stage + peer->stage];
    peer->stage = (peer->stage + 1) % stages;
    asked++;
    write_number(text->bytes + text->instance, (uint32_t) (message_base + peer->message));
    if (text->queue != 0)
        write_number(text->bytes + text->queue, (uint32_t) (message_base + peer->message));
    peer->used = 0;
    peer->since = since;
    if (send(peer->fd, text->bytes, text->length, MSG_NOSIGNAL) != (ssize_t) text->length)
        die("send");
}

static void count(int64_t took) {
    if (counted == capacity) {
        capacity = capacity ? capacity * 2 : 1 << 20;
        nanoseconds = realloc(nanoseconds, capacity * sizeof *nanoseconds);
        if (nanoseconds == NULL)
            die("out of memory");
    }
    nanoseconds[counted++] = took > UINT32_MAX ? UINT32_MAX : (uint32_t) took;
}

static int expected(const char *reply) {
    static const char prefix[] = "action=";
    if (strncmp(reply, prefix, sizeof prefix - 1) != 0)
        return 0;
    reply += sizeof prefix - 1;
    size_t length = strcspn(reply, " \n");
    for (const char *verb = verbs; *verb; verb += strcspn(verb, ",") + (verb[strcspn(verb, ",")] != 0))
        if (strcspn(verb, ",") == length && strncasecmp(verb, reply, length) == 0)
            return 1;
    return 0;
}

/* Whether the whole answer is here; an answer that is not the expected one is shown once and counted. */
static int complete(struct peer *peer) {
    ssize_t got = recv(peer->fd, peer->in + peer->used, sizeof peer->in - 1 - peer->used, 0);
    if (got <= 0)
        fail("the server closed the connection");
    peer->used += (size_t) got;
    peer->in[peer->used] = 0;
    if (peer->used < 2 || strcmp(peer->in + peer->used - 2, "\n\n") != 0)
        return 0;
    answers++;
    if (!expected(peer->in) && wrong++ == 0)
        fprintf(stderr, "expected one of %s, got %s", verbs, peer->in);
    return 1;
}

static int ascending(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *) a, y = *(const uint32_t *) b;
    return (x > y) - (x < y);
}

static void report(double elapsed) {
    qsort(nanoseconds, counted, sizeof *nanoseconds, ascending);
    double p50 = counted ? nanoseconds[counted / 2] / 1e3 : 0;
    double p99 = counted ? nanoseconds[counted * 99 / 100] / 1e3 : 0;
    printf("%.0f %.1f %.1f %zu %zu\n", (double) counted / elapsed, p50, p99, answers, wrong);
}

static int clock_for(int epoll, double rate) {
    int64_t period = rate > 0 ? (int64_t) (1e9 / rate) : 0;
    struct itimerspec times = { .it_interval.tv_nsec = (long) period, .it_value.tv_nsec = (long) period };
    struct epoll_event event = { .events = EPOLLIN, .data.ptr = NULL };
    int timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
    if (timer < 0 || timerfd_settime(timer, 0, &times, NULL) < 0 || epoll_ctl(epoll, EPOLL_CTL_ADD, timer, &event) < 0)
        die("timer");
    return timer;
}

static void run(int epoll, size_t connections, double seconds, double rate) {
    struct epoll_event ready[64];
    int timer = clock_for(epoll, rate);
    int64_t start = now(), count_from = start + (int64_t) (seconds * 0.2e9), end = start + (int64_t) (seconds * 1e9);
    uint64_t all = seconds == 0 ? users * stages : UINT64_MAX;
    int64_t due = start;

    for (int64_t time = start;;) {
        /* What is due, or simply next, goes to the connections that are free. */
        while (idles > 0 && asked < all && (seconds == 0 || time < end) && (rate == 0 || due <= time)) {
            ask(idle[--idles], rate == 0 ? time : due);
            due += rate == 0 ? 0 : (int64_t) (1e9 / rate);
            time = now();
        }
        if (idles == connections && ((seconds > 0 && time >= end) || asked >= all))
            break;
        int events = epoll_wait(epoll, ready, 64, 10000);
        if (events == 0)
            fail("no answer within 10 s");
        for (int i = 0; i < events; i++) {
            struct peer *peer = ready[i].data.ptr;
            if (peer == NULL) {
                uint64_t ticks;
                if (read(timer, &ticks, sizeof ticks) < 0 && errno != EAGAIN)
                    die("timer");
                continue;
            }
            if (!complete(peer))
                continue;
            time = now();
            if (seconds == 0 || (time >= count_from && time < end))
                count(time - peer->since);
            /* Answered at once, so that it is the same work as a client that only follows its answers. */
            if (rate == 0 && asked < all && (seconds == 0 || time < end))
                ask(peer, time);
            else
                idle[idles++] = peer;
        }
        time = now();
    }
    report(seconds == 0 ? (double) (now() - start) / 1e9 : seconds * 0.8);
}

int main(int argc, char **argv) {
    size_t connections = argc == 8 ? strtoul(argv[3], NULL, 10) : 0;
    users = argc == 8 ? strtoul(argv[4], NULL, 10) : 0;
    if (connections < 1 || connections > MAX_CONNECTIONS || users < 1 || users > 10000 || users % 7919 == 0) {
        fprintf(stderr, "usage: policy-load ADDRESS rcpt|end|mail CONNECTIONS USERS SECONDS RATE VERBS\n");
        return 64;
    }
    first_stage = strcmp(argv[2], "end") == 0;
    stages = strcmp(argv[2], "mail") == 0 ? 2 : 1;
    double seconds = strtod(argv[5], NULL), rate = strtod(argv[6], NULL);
    verbs = argv[7];
    message_base = (uint64_t) now() / 1000000;
    int epoll = epoll_create1(0);
    struct peer *peers = calloc(connections, sizeof *peers);
    idle = calloc(connections, sizeof *idle);
    texts = calloc(users * STAGES, sizeof *texts);
    if (epoll < 0 || peers == NULL || idle == NULL || texts == NULL)
        die("epoll");
    for (uint64_t i = 0; i < users * STAGES; i++)
        write_text(&texts[i], (unsigned) (i / STAGES), i % STAGES != 0);
    for (size_t i = 0; i < connections; i++) {
        peers[i].fd = open_socket(argv[1], 0);
        struct epoll_event event = { .events = EPOLLIN, .data.ptr = &peers[i] };
        if (epoll_ctl(epoll, EPOLL_CTL_ADD, peers[i].fd, &event) < 0)
            die("epoll_ctl");
        idle[idles++] = &peers[i];
    }
    run(epoll, connections, seconds, rate);
    return wrong == 0 ? 0 : 1;
}
