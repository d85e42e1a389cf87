/*
 * auth-limit - the smallest auth server that Postfix can use: whoever says he is somebody is.
 *
 *     auth-limit ADDRESS
 *
 * Dovecot's auth client protocol 1.2, mechanism PLAIN with an initial response,
 * any password. For measurements in which logging in should cost next to nothing.
 */
#include <errno.h>
#include <sys/epoll.h>

#include "address.h"

enum { MAX_LINE = 8192, BATCH = 64 };

struct peer {
    int fd;
    size_t used;
    char in[MAX_LINE];
};

static const char greeting[] =
    "VERSION\t1\t2\nMECH\tPLAIN\tplaintext\nSPID\t1\nCUID\t1\nCOOKIE\t0123456789abcdef0123456789abcdef\nDONE\n";

static void decode(const char *text, char *bytes, size_t room) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    unsigned bits = 0, have = 0;
    size_t length = 0;
    for (const char *digit; *text && (digit = strchr(digits, *text)) != NULL && length + 1 < room; text++) {
        bits = bits << 6 | (unsigned) (digit - digits);
        if ((have += 6) >= 8)
            bytes[length++] = (char) (bits >> (have -= 8) & 255);
    }
    bytes[length] = 0;
}

/* AUTH, an id, PLAIN, parameters, resp=...: OK with the name between the first two NULs. */
static int answer(int fd, char *line) {
    char user[512] = "", text[1024], *response = strstr(line, "\tresp=");
    unsigned id;
    if (sscanf(line, "AUTH\t%u\tPLAIN", &id) != 1)
        return strncmp(line, "VERSION\t", 8) == 0 || strncmp(line, "CPID\t", 5) == 0 ? 0 : -1;
    if (response != NULL)
        decode(response + strlen("\tresp="), user, sizeof user);
    int length = snprintf(text, sizeof text, user[0] == 0 && user[1] != 0 ? "OK\t%u\tuser=%s\n" : "FAIL\t%u\n", id, user + 1);
    return send(fd, text, (size_t) length, MSG_NOSIGNAL) == length ? 0 : -1;
}

static int serve(struct peer *peer) {
    ssize_t got = recv(peer->fd, peer->in + peer->used, sizeof peer->in - peer->used, 0);
    if (got <= 0)
        return -1;
    peer->used += (size_t) got;
    char *line = peer->in;
    for (char *end; (end = memchr(line, '\n', peer->used)) != NULL; line = end + 1) {
        *end = 0;
        peer->used -= (size_t) (end + 1 - line);
        if (answer(peer->fd, line) < 0)
            return -1;
    }
    memmove(peer->in, line, peer->used);
    return 0;
}

static void accept_peer(int epoll, int listener) {
    struct peer *peer = calloc(1, sizeof *peer);
    struct epoll_event event = { .events = EPOLLIN, .data.ptr = peer };
    if (peer == NULL || (peer->fd = accept(listener, NULL, NULL)) < 0)
        die("accept");
    if (send(peer->fd, greeting, sizeof greeting - 1, MSG_NOSIGNAL) < 0 || epoll_ctl(epoll, EPOLL_CTL_ADD, peer->fd, &event) < 0) {
        close(peer->fd);
        free(peer);
    }
}

int main(int argc, char **argv) {
    if (argc != 2) {
        fprintf(stderr, "usage: auth-limit unix:PATH|inet:HOST:PORT\n");
        return 64;
    }
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
