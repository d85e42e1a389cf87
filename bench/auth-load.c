/*
 * auth-load - asks an auth server of Dovecot's protocols, closed loop: on each
 * connection one request is in flight, and the next is sent when its answer has
 * come and was right (and PAUSE microseconds have passed).
 *
 *     auth-load login  ADDRESS CONNECTIONS USERS SECONDS PAUSE USER-FORMAT PASSWORD
 *     auth-load userdb ADDRESS CONNECTIONS USERS SECONDS PAUSE USER-FORMAT
 *
 * login speaks the auth client protocol and logs in by PLAIN, as Postfix does: no
 * mail process comes for the user's record. userdb speaks the auth master protocol
 * and asks for USER. USER-FORMAT holds one %d-like
 * conversion for the user's number (0 to USERS-1, in a scattered order).
 * SECONDS 0 asks for each user once and stops. The first fifth of the time
 * warms up and is not counted. Prints one line:
 *
 *     requests-per-second p50-microseconds p99-microseconds answers wrong
 *
 * Each run has a remote address of its own and waits for its last answers:
 * Dovecot makes the next log-in from an address wait for seconds when a client
 * has gone away before its answer.
 */
#include <errno.h>
#include <stdint.h>
#include <time.h>
#include <sys/epoll.h>
#include <sys/random.h>

#include "address.h"

enum { MAX_TEXT = 256, MAX_LINE = 4096, MAX_CONNECTIONS = 1024 };

struct peer {
    int fd;
    int64_t sent_at;
    unsigned id;
    size_t used;
    char in[MAX_LINE];
};

static const char *user_format, *password;
static int login;
static uint64_t users, asked;
static int64_t pause_ns;
static char remote[16];
static uint32_t *nanoseconds;
static size_t counted, capacity, answers, wrong;

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void fail(const char *what) {
    fprintf(stderr, "%s\n", what);
    exit(1);
}

static void transmit(int fd, const char *text, size_t size) {
    if (send(fd, text, size, MSG_NOSIGNAL) != (ssize_t) size)
        die("send");
}

static void base64(const char *in, size_t size, char *out) {
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < size; i += 3) {
        uint32_t bits = (uint32_t) (unsigned char) in[i] << 16;
        bits |= i + 1 < size ? (uint32_t) (unsigned char) in[i + 1] << 8 : 0;
        bits |= i + 2 < size ? (uint32_t) (unsigned char) in[i + 2] : 0;
        *out++ = letters[bits >> 18];
        *out++ = letters[bits >> 12 & 63];
        *out++ = i + 1 < size ? letters[bits >> 6 & 63] : '=';
        *out++ = i + 2 < size ? letters[bits & 63] : '=';
    }
    *out = 0;
}

#pragma GCC diagnostic ignored "-Wformat-nonliteral" /* the format is an argument of this program, from compare-auth */

static void ask(struct peer *peer) {
    char user[MAX_TEXT], request[MAX_LINE];
    /* A prime stride visits every user once before any twice, without walking them in order. */
    int number = (int) (asked++ * 7919 % users);
    int length = snprintf(user, sizeof user, user_format, number), size;
    peer->id++;
    if (login) {
        char plain[2 * MAX_TEXT + 2], encoded[4 * MAX_TEXT];
        int plain_size = snprintf(plain, sizeof plain, "%c%s%c%s", 0, user, 0, password);
        base64(plain, (size_t) plain_size, encoded);
        size = snprintf(request, sizeof request, "AUTH\t%u\tPLAIN\tservice=smtp\tnologin\tsecured\tlip=127.0.0.1\trip=%s\tresp=%s\n",
            peer->id, remote, encoded);
    } else {
        size = snprintf(request, sizeof request, "USER\t%u\t%.*s\tservice=lmtp\n", peer->id, length, user);
    }
    peer->sent_at = now();
    transmit(peer->fd, request, (size_t) size);
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

static void receive(struct peer *peer) {
    if (peer->used == sizeof peer->in - 1)
        fail("a line that is too long");
    ssize_t got = recv(peer->fd, peer->in + peer->used, sizeof peer->in - 1 - peer->used, 0);
    if (got <= 0)
        fail("the server closed the connection");
    peer->used += (size_t) got;
    peer->in[peer->used] = 0;
}

/* Whether the answer is here; one that is not the expected one is shown once and counted. */
static int complete(struct peer *peer) {
    receive(peer);
    if (peer->in[peer->used - 1] != '\n')
        return 0;
    char expected[32];
    int length = snprintf(expected, sizeof expected, "%s\t%u\t", login ? "OK" : "USER", peer->id);
    answers++;
    if (strncmp(peer->in, expected, (size_t) length) != 0 || strchr(peer->in, '\n') != peer->in + peer->used - 1) {
        if (wrong++ == 0)
            fprintf(stderr, "expected %s... got %s", expected, peer->in);
    }
    peer->used = 0;
    return 1;
}

/* Both sides greet at once. A client socket ends its greeting with DONE, a master socket with SPID. */
static void greet(struct peer *peer, const char *address, unsigned number) {
    char hello[64];
    peer->fd = open_socket(address, 0);
    /* Each connection is a process to the server, with a number of its own. */
    int size = snprintf(hello, sizeof hello, login ? "VERSION\t1\t2\nCPID\t%u\n" : "VERSION\t1\t0\n",
        (unsigned) getpid() * 1024 + number);
    transmit(peer->fd, hello, (size_t) size);
    do
        receive(peer);
    while (peer->in[peer->used - 1] != '\n' || strstr(peer->in, login ? "\nDONE\n" : "SPID\t") == NULL);
    peer->used = 0;
}

static int ascending(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *) a, y = *(const uint32_t *) b;
    return (x > y) - (x < y);
}

static void report(double elapsed) {
    qsort(nanoseconds, counted, sizeof *nanoseconds, ascending);
    double p50 = counted ? nanoseconds[counted / 2] / 1e3 : 0;
    double p99 = counted ? nanoseconds[counted * 99 / 100] / 1e3 : 0;
    printf("%.1f %.1f %.1f %zu %zu\n", (double) counted / elapsed, p50, p99, answers, wrong);
}

static void wait_until(int64_t time) {
    struct timespec at = { .tv_sec = time / 1000000000LL, .tv_nsec = time % 1000000000LL };
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, NULL);
}

static void run(int epoll, size_t connections, double seconds) {
    struct epoll_event ready[64];
    size_t open = connections;
    int64_t start = now(), count_from = start + (int64_t) (seconds * 0.2e9), end = start + (int64_t) (seconds * 1e9);

    while (open > 0) {
        int events = epoll_wait(epoll, ready, 64, 30000);
        if (events == 0)
            fail("no answer within 30 s");
        for (int i = 0; i < events; i++) {
            struct peer *peer = ready[i].data.ptr;
            if (!complete(peer))
                continue;
            int64_t time = now();
            if (seconds == 0 || (time >= count_from && time < end))
                count(time - peer->sent_at);
            if (pause_ns > 0) /* only with one connection */
                wait_until(time + pause_ns);
            if (seconds == 0 ? asked < users : time < end)
                ask(peer);
            else
                open -= (size_t) (close(peer->fd) == 0);
        }
    }
    report(seconds == 0 ? (double) (now() - start) / 1e9 : seconds * 0.8);
}

int main(int argc, char **argv) {
    login = argc == 9 && strcmp(argv[1], "login") == 0;
    if (!login && (argc != 8 || strcmp(argv[1], "userdb") != 0)) {
        fprintf(stderr, "usage: auth-load login|userdb ADDRESS CONNECTIONS USERS SECONDS PAUSE USER-FORMAT [PASSWORD]\n");
        return 64;
    }
    size_t connections = strtoul(argv[3], NULL, 10);
    users = strtoul(argv[4], NULL, 10);
    double seconds = strtod(argv[5], NULL);
    pause_ns = 1000 * strtol(argv[6], NULL, 10);
    user_format = argv[7];
    password = login ? argv[8] : "";
    if (connections < 1 || connections > MAX_CONNECTIONS || users < connections || users % 7919 == 0 || seconds < 0
        || (pause_ns > 0 && connections > 1) || strlen(user_format) > MAX_TEXT / 2 || strlen(password) > MAX_TEXT / 2) {
        fprintf(stderr, "auth-load: 1 to %d connections, at least as many users, no multiple of 7919; a pause with one connection\n",
            MAX_CONNECTIONS);
        return 64;
    }
    unsigned char random[3];
    if (getrandom(random, sizeof random, 0) != sizeof random)
        die("getrandom");
    snprintf(remote, sizeof remote, "10.%d.%d.%d", random[0], random[1], random[2]);
    int epoll = epoll_create1(0);
    struct peer *peers = calloc(connections, sizeof *peers);
    if (epoll < 0 || peers == NULL)
        die("epoll");
    for (size_t i = 0; i < connections; i++) {
        greet(&peers[i], argv[2], (unsigned) i);
        struct epoll_event event = { .events = EPOLLIN, .data.ptr = &peers[i] };
        if (epoll_ctl(epoll, EPOLL_CTL_ADD, peers[i].fd, &event) < 0)
            die("epoll_ctl");
    }
    for (size_t i = 0; i < connections; i++)
        ask(&peers[i]);
    run(epoll, connections, seconds);
    return wrong == 0 ? 0 : 1;
}
