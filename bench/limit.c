/*
 * limit - the smallest socketmap or policy server that is still correct about
 * framing.
 *
 * It answers every request with the same text and looks nothing up, in one
 * thread, on epoll. What a real server needs beyond this is the price of being
 * one; compare and compare-policy divide by what this one does.
 *
 *     limit socketmap unix:/path ANSWER
 *     limit policy inet:127.0.0.1:10001 ACTION
 */
#define _GNU_SOURCE /* memmem */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "address.h"

enum { MAX_REQUEST = 100000, CHUNK = 65536, BATCH = 64 };

struct peer {
    int fd;
    size_t used;
    char in[MAX_REQUEST + 16];
};

static char answer[1024];
static size_t answer_length;
static int (*take_requests)(struct peer *peer);

static void forget(struct peer *peer) {
    close(peer->fd);
    free(peer);
}

/* Everything a peer is owed fits the socket buffer, because peers wait for each answer. */
static int reply(int fd, const char *text, size_t length) {
    while (length > 0) {
        ssize_t sent = send(fd, text, length, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent <= 0)
            return -1;
        text += sent;
        length -= (size_t) sent;
    }
    return 0;
}

static void take(struct peer *peer, size_t length) {
    peer->used -= length;
    memmove(peer->in, peer->in + length, peer->used);
}

/* Takes the complete requests off the front: how many, or -1 for bad framing. */
static int take_netstrings(struct peer *peer) {
    size_t at = 0;
    int taken = 0;

    for (;;) {
        size_t length = 0, i = at;
        while (i < peer->used && peer->in[i] >= '0' && peer->in[i] <= '9' && length <= MAX_REQUEST)
            length = length * 10 + (size_t) (peer->in[i++] - '0');
        if (length > MAX_REQUEST)
            return -1;
        if (i == peer->used)
            break;
        if (i == at || peer->in[i] != ':')
            return -1;
        if (i + 1 + length >= peer->used)
            break;
        if (peer->in[i + 1 + length] != ',')
            return -1;
        at = i + length + 2;
        taken++;
    }
    take(peer, at);
    return taken;
}

/* The same for lines up to an empty one. */
static int take_attribute_lists(struct peer *peer) {
    size_t at = 0;
    int taken = 0;

    for (const char *end; (end = memmem(peer->in + at, peer->used - at, "\n\n", 2)) != NULL; taken++)
        at = (size_t) (end - peer->in) + 2;
    take(peer, at);
    return taken == 0 && peer->used == sizeof peer->in ? -1 : taken;
}

static int serve(struct peer *peer) {
    size_t room = sizeof peer->in - peer->used;
    ssize_t got = recv(peer->fd, peer->in + peer->used, room < CHUNK ? room : CHUNK, 0);
    if (got <= 0)
        return -1;
    peer->used += (size_t) got;
    int requests = take_requests(peer);
    for (int i = 0; i < requests; i++)
        if (reply(peer->fd, answer, answer_length) < 0)
            return -1;
    return requests < 0 ? -1 : 0;
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
    int policy = argc == 4 && strcmp(argv[1], "policy") == 0;
    if (argc != 4 || (!policy && strcmp(argv[1], "socketmap") != 0) || strlen(argv[3]) > 1000) {
        fprintf(stderr, "usage: limit socketmap|policy unix:PATH|inet:HOST:PORT ANSWER\n");
        return 64;
    }
    take_requests = policy ? take_attribute_lists : take_netstrings;
    if (policy)
        answer_length = (size_t) sprintf(answer, "action=%s\n\n", argv[3]);
    else
        answer_length = (size_t) sprintf(answer, "%zu:%s,", strlen(argv[3]), argv[3]);
    int listener = open_socket(argv[2], 1);
    int epoll = epoll_create1(0);
    struct epoll_event event = { .events = EPOLLIN, .data.ptr = NULL }, ready[BATCH];
    if (epoll < 0 || epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event) < 0)
        die("epoll");
    for (;;) {
        int count = epoll_wait(epoll, ready, BATCH, -1);
        if (count < 0 && errno != EINTR)
            die("epoll_wait");
        for (int i = 0; i < count; i++) {
            struct peer *peer = ready[i].data.ptr;
            if (peer == NULL)
                accept_peer(epoll, listener);
            else if (serve(peer) < 0)
                forget(peer);
        }
    }
}
