/*
 * milter-limit - the smallest milter that is still correct about framing.
 *
 *     milter-limit ADDRESS STEPS
 *
 * It passes every message, in one thread, on epoll. STEPS is its answer to the
 * offer, in hexadecimal: which events it does not want and which it does not
 * answer (SMFIP_ in libmilter's mfdef.h). 0 takes and answers everything, with
 * the usual macros. 37f takes nothing but the end of each message, and asks for
 * a macro that nobody has, so that what is left is the price of any milter.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <stdint.h>
#include <sys/epoll.h>

#include "address.h"

enum { MAX_PACKET = 1 << 20, BATCH = 64, STAGES = 7 };

struct peer {
    int fd;
    size_t used;
    unsigned char in[MAX_PACKET + 4];
};

static uint32_t steps;

/* Whether an event is answered: all are but those without an answer by nature, and those for which none was promised. */
static int answered(int command) {
    static const struct { char command; int bit; } silent[] = {
        { 'L', 7 }, { 'C', 12 }, { 'H', 13 }, { 'M', 14 }, { 'R', 15 }, { 'T', 16 }, { 'U', 17 }, { 'N', 18 }, { 'B', 19 },
    };
    if (command == 'D' || command == 'A')
        return 0;
    for (size_t i = 0; i < sizeof silent / sizeof *silent; i++)
        if (silent[i].command == command)
            return !(steps & 1u << silent[i].bit);
    return 1;
}

/* Where a milter asks for no macros Postfix sends its usual ones, some of which it has to look up first. */
static int reply_options(int fd) {
    static const char rare[] = "{cert_issuer}";
    unsigned char options[256] = { 0, 0, 0, 0, 'O', 0, 0, 0, 6, 0, 0, steps != 0, 0 };
    uint32_t network = htonl(steps);
    memcpy(options + 13, &network, sizeof network);
    size_t length = 17;
    for (unsigned char stage = 0; stage < STAGES && steps != 0; stage++, length += 4 + sizeof rare) {
        options[length + 3] = stage;
        memcpy(options + length + 4, rare, sizeof rare);
    }
    options[3] = (unsigned char) (length - 4);
    return send(fd, options, length, MSG_NOSIGNAL) == (ssize_t) length ? 0 : -1;
}

static int reply(int fd, int command) {
    if (command == 'O')
        return reply_options(fd);
    return send(fd, "\0\0\0\001c", 5, MSG_NOSIGNAL) == 5 ? 0 : -1;
}

/* Answers what is complete, and -1 if the connection is to be closed. */
static int serve(struct peer *peer) {
    ssize_t got = recv(peer->fd, peer->in + peer->used, sizeof peer->in - peer->used, 0);
    if (got <= 0)
        return -1;
    peer->used += (size_t) got;
    size_t at = 0;
    while (peer->used - at >= 5) {
        uint32_t length;
        memcpy(&length, peer->in + at, sizeof length);
        length = ntohl(length);
        if (length < 1 || length > MAX_PACKET)
            return -1;
        if (peer->used - at < 4 + length)
            break;
        int command = peer->in[at + 4];
        if (command == 'Q' || (answered(command) && reply(peer->fd, command) < 0))
            return -1;
        at += 4 + length;
    }
    peer->used -= at;
    memmove(peer->in, peer->in + at, peer->used);
    return 0;
}

static void accept_peer(int epoll, int listener) {
    int fd = accept(listener, NULL, NULL);
    if (fd < 0)
        return;
    struct peer *peer = malloc(sizeof *peer);
    if (peer == NULL)
        die("out of memory");
    peer->fd = fd;
    peer->used = 0;
    no_delay(fd);
    struct epoll_event event = { .events = EPOLLIN, .data.ptr = peer };
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) < 0)
        die("epoll_ctl");
}

int main(int argc, char **argv) {
    if (argc != 3) {
        fprintf(stderr, "usage: milter-limit unix:PATH|inet:HOST:PORT STEPS\n");
        return 64;
    }
    steps = (uint32_t) strtoul(argv[2], NULL, 16);
    int listener = open_socket(argv[1], 1), epoll = epoll_create1(0);
    struct epoll_event event = { .events = EPOLLIN, .data.ptr = NULL }, ready[BATCH];
    if (epoll < 0 || epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event) < 0)
        die("epoll");
    for (;;) {
        int count = epoll_wait(epoll, ready, BATCH, -1);
        if (count < 0 && errno != EINTR)
            die("epoll_wait");
        for (int i = 0; i < count; i++) {
            struct peer *peer = ready[i].data.ptr;
            if (peer == NULL) {
                accept_peer(epoll, listener);
            } else if (serve(peer) < 0) {
                close(peer->fd);
                free(peer);
            }
        }
    }
}
