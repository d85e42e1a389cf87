/* Socket addresses in Postfix's notation, for limit and load. */
#ifndef ADDRESS_H
#define ADDRESS_H

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static void die(const char *what) {
    perror(what);
    exit(1);
}

/* Answers are single small packets: without this the second of two would wait for the peer's acknowledgement. */
static void no_delay(int fd) {
    int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on); /* fails on a Unix socket, where nothing waits */
}

static int use_socket(int family, const struct sockaddr *name, socklen_t length, int listening) {
    int on = 1, fd = socket(family, SOCK_STREAM, 0);
    if (fd < 0)
        die("socket");
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (listening ? bind(fd, name, length) < 0 || listen(fd, 1024) < 0 : connect(fd, name, length) < 0)
        die(listening ? "listen" : "connect");
    no_delay(fd);
    return fd;
}

/* A listening or a connected stream socket for unix:PATH or inet:HOST:PORT; ends the program when that fails. */
static int open_socket(const char *address, int listening) {
    if (strncmp(address, "unix:", 5) == 0) {
        struct sockaddr_un name = { .sun_family = AF_UNIX };
        if (strlen(address + 5) >= sizeof name.sun_path) {
            fprintf(stderr, "%s: path is too long for a socket\n", address);
            exit(64);
        }
        strcpy(name.sun_path, address + 5);
        if (listening)
            unlink(name.sun_path);
        return use_socket(AF_UNIX, (struct sockaddr *) &name, sizeof name, listening);
    }
    const char *port = strrchr(address, ':');
    if (strncmp(address, "inet:", 5) != 0 || port < address + 5) {
        fprintf(stderr, "%s: expected unix:PATH or inet:HOST:PORT\n", address);
        exit(64);
    }
    char host[256];
    snprintf(host, sizeof host, "%.*s", (int) (port - address - 5), address + 5);
    struct addrinfo hints = { .ai_socktype = SOCK_STREAM }, *found;
    int problem = getaddrinfo(host, port + 1, &hints, &found);
    if (problem != 0) {
        fprintf(stderr, "%s: %s\n", address, gai_strerror(problem));
        exit(1);
    }
    int fd = use_socket(found->ai_family, found->ai_addr, found->ai_addrlen, listening);
    freeaddrinfo(found);
    return fd;
}

#endif
