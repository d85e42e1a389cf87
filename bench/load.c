/*
 * load - asks a socketmap server, closed loop: on each connection one request
 * is in flight, and the next is sent when its answer has come and was right.
 *
 *     load ADDRESS MAP CONNECTIONS KEYS SECONDS KEY-FORMAT ANSWER-FORMAT
 *
 * The formats hold at most one %d-like conversion for the key's number (0 to
 * KEYS-1, in a scattered order). SECONDS 0 asks each key once and stops.
 * The first fifth of the time warms up and is not counted. Prints one line:
 *
 *     requests-per-second p50-microseconds p99-microseconds answers wrong
 */
#include <errno.h>
#include <stdint.h>
#include <time.h>
#include <sys/epoll.h>

#include "address.h"

enum { MAX_TEXT = 1024, MAX_CONNECTIONS = 1024 };

struct peer {
    int fd;
    int64_t sent_at;
    size_t used, expected_length;
    char in[2 * MAX_TEXT], expected[MAX_TEXT + 16];
};

static const char *map, *key_format, *answer_format;
static uint64_t keys, asked;
static uint32_t *nanoseconds;
static size_t counted, capacity, answers, wrong;

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

#pragma GCC diagnostic ignored "-Wformat-nonliteral" /* the formats are arguments of this program, from compare */

static void ask(struct peer *peer) {
    char key[MAX_TEXT], text[MAX_TEXT], request[2 * MAX_TEXT];
    /* A prime stride visits every key once before any twice, without walking them in order. */
    int number = (int) (asked++ * 7919 % keys);
    int length = snprintf(key, sizeof key, key_format, number) + (int) strlen(map) + 1;
    int size = snprintf(request, sizeof request, "%d:%s %s,", length, map, key);
    length = snprintf(text, sizeof text, answer_format, number);
    peer->expected_length = (size_t) snprintf(peer->expected, sizeof peer->expected, "%d:%s,", length, text);
    peer->used = 0;
    peer->sent_at = now();
    if (send(peer->fd, request, (size_t) size, MSG_NOSIGNAL) != size)
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

/* Whether the whole answer is here; an answer that is not the expected one is shown once and counted. */
static int complete(struct peer *peer) {
    ssize_t got = recv(peer->fd, peer->in + peer->used, sizeof peer->in - peer->used, 0);
    if (got <= 0) {
        fprintf(stderr, "the server closed the connection\n");
        exit(1);
    }
    peer->used += (size_t) got;
    const char *colon = memchr(peer->in, ':', peer->used);
    if (colon == NULL)
        return 0;
    size_t whole = (size_t) atoi(peer->in) + (size_t) (colon - peer->in) + 2;
    if (whole > sizeof peer->in) {
        fprintf(stderr, "an answer of %zu bytes\n", whole);
        exit(1);
    }
    if (peer->used < whole)
        return 0;
    answers++;
    if (peer->used != peer->expected_length || memcmp(peer->in, peer->expected, peer->used) != 0) {
        if (wrong++ == 0)
            fprintf(stderr, "expected %s got %.*s\n", peer->expected, (int) peer->used, peer->in);
    }
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

static void run(int epoll, size_t connections, double seconds) {
    struct epoll_event ready[64];
    size_t open = connections;
    int64_t start = now(), count_from = start + (int64_t) (seconds * 0.2e9), end = start + (int64_t) (seconds * 1e9);

    while (open > 0) {
        int events = epoll_wait(epoll, ready, 64, 10000);
        if (events == 0) {
            fprintf(stderr, "no answer within 10 s\n");
            exit(1);
        }
        for (int i = 0; i < events; i++) {
            struct peer *peer = ready[i].data.ptr;
            if (!complete(peer))
                continue;
            int64_t time = now();
            if (seconds == 0 || (time >= count_from && time < end))
                count(time - peer->sent_at);
            if (seconds == 0 ? asked < keys : time < end)
                ask(peer);
            else
                open -= (size_t) (close(peer->fd) == 0);
        }
    }
    report(seconds == 0 ? (double) (now() - start) / 1e9 : seconds * 0.8);
}

int main(int argc, char **argv) {
    if (argc != 8) {
        fprintf(stderr, "usage: load ADDRESS MAP CONNECTIONS KEYS SECONDS KEY-FORMAT ANSWER-FORMAT\n");
        return 64;
    }
    map = argv[2];
    size_t connections = strtoul(argv[3], NULL, 10);
    keys = strtoul(argv[4], NULL, 10);
    double seconds = strtod(argv[5], NULL);
    key_format = argv[6];
    answer_format = argv[7];
    if (connections < 1 || connections > MAX_CONNECTIONS || keys < connections || keys % 7919 == 0 || seconds < 0
        || strlen(map) + strlen(key_format) > MAX_TEXT / 2 || strlen(answer_format) > MAX_TEXT / 2) {
        fprintf(stderr, "load: 1 to %d connections, at least as many keys, no multiple of 7919, short texts\n", MAX_CONNECTIONS);
        return 64;
    }
    int epoll = epoll_create1(0);
    struct peer *peers = calloc(connections, sizeof *peers);
    if (epoll < 0 || peers == NULL)
        die("epoll");
    for (size_t i = 0; i < connections; i++) {
        peers[i].fd = open_socket(argv[1], 0);
        struct epoll_event event = { .events = EPOLLIN, .data.ptr = &peers[i] };
        if (epoll_ctl(epoll, EPOLL_CTL_ADD, peers[i].fd, &event) < 0)
            die("epoll_ctl");
    }
    for (size_t i = 0; i < connections; i++)
        ask(&peers[i]);
    run(epoll, connections, seconds);
    return wrong == 0 ? 0 : 1;
}
