/*
 * smtp-load - submits mail over several SMTP sessions at a time, each logged in.
 *
 *     smtp-load ADDRESS SESSIONS MESSAGES PER_SESSION good|forged
 *
 * MESSAGES in all, PER_SESSION of them over one session; a session logs in with
 * AUTH PLAIN as one of 1000 users, every other one of whom sends as an alias of
 * his own. A message has one recipient, ten header fields and 4 KB. Nothing is
 * pipelined. A forged message is From: somebody else and has to be refused with
 * 550. Prints:
 *
 *     messages-per-second wrong
 */
#include <pthread.h>
#include <stdint.h>
#include <time.h>

#include "address.h"

enum { USERS = 1000, MAX_SESSIONS = 256, SIZE = 4096 };

struct client {
    int fd;
    size_t used;
    char in[4096];
};

static const char *address;
static unsigned long messages, per_session;
static int forged;
static unsigned long begun;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double) time.tv_sec + (double) time.tv_nsec / 1e9;
}

/* Reads a reply to its last line: its code. */
static int reply(struct client *client) {
    for (;;) {
        char *line = client->in, *end;
        while ((end = memchr(line, '\n', client->used - (size_t) (line - client->in))) != NULL) {
            if (end - line >= 4 && line[3] == ' ') {
                int code = atoi(line);
                client->used = 0; /* nothing is pipelined, so nothing follows */
                return code;
            }
            line = end + 1;
        }
        ssize_t got = recv(client->fd, client->in + client->used, sizeof client->in - client->used, 0);
        if (got <= 0) {
            fprintf(stderr, "the server closed the connection\n");
            exit(1);
        }
        client->used += (size_t) got;
    }
}

static void expect(struct client *client, const char *sent, int code) {
    size_t length = strlen(sent);
    if (length > 0 && send(client->fd, sent, length, MSG_NOSIGNAL) != (ssize_t) length)
        die("send");
    int got = reply(client);
    if (got != code) {
        fprintf(stderr, "expected %d, got %.200s after %.60s\n", code, client->in, sent);
        exit(1);
    }
}

static void encode(const unsigned char *bytes, size_t length, char *text) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < length; i += 3, text += 4) {
        unsigned bits = bytes[i] << 16 | (i + 1 < length ? bytes[i + 1] << 8 : 0) | (i + 2 < length ? bytes[i + 2] : 0);
        for (int digit = 0; digit < 4; digit++)
            text[digit] = i + digit > length ? '=' : digits[bits >> (18 - 6 * digit) & 63];
    }
    *text = 0;
}

static void log_in(struct client *client, unsigned user) {
    unsigned char plain[64];
    char text[128], line[160];
    int length = snprintf((char *) plain, sizeof plain, "%cuser%04u@example.org%csecret", 0, user, 0);
    encode(plain, (size_t) length, text);
    snprintf(line, sizeof line, "AUTH PLAIN %s\r\n", text);
    expect(client, "", 220);
    expect(client, "EHLO [192.168.1.7]\r\n", 250);
    expect(client, line, 235);
}

/* The message with its dot; its length does not depend on the user. */
static void write_message(char *text, unsigned user, unsigned from, unsigned long number) {
    static const char line[] = "A line of a body as long as most people's mail programs write it today.\r\n";
    char *at = text + sprintf(text,
        "Received: from [192.168.1.7]\r\n\tby laptop.example.org with ESMTP\r\nMessage-ID: <%lu.%04u@example.org>\r\n"
        "Date: Sat, 21 Nov 2026 12:00:00 +0000\r\nMIME-Version: 1.0\r\nUser-Agent: Mozilla Thunderbird\r\n"
        "Subject: =?UTF-8?Q?A_message_like_many_others?=\r\nTo: Somebody <somebody@elsewhere.example.net>\r\n"
        "From: \"Doe, Jo\" <%s%04u@example.org>\r\nContent-Type: text/plain; charset=UTF-8; format=flowed\r\n"
        "Content-Transfer-Encoding: 8bit\r\n\r\n",
        number, user, user % 2 ? "also" : "user", from);
    while (at - text < SIZE) {
        memcpy(at, line, sizeof line - 1);
        at += sizeof line - 1;
    }
    strcpy(at, ".\r\n");
}

static void submit(struct client *client, unsigned user, unsigned long number) {
    char mail[80], text[SIZE + 256];
    snprintf(mail, sizeof mail, "MAIL FROM:<%s%04u@example.org>\r\n", user % 2 ? "also" : "user", user);
    expect(client, mail, 250);
    expect(client, "RCPT TO:<somebody@elsewhere.example.net>\r\n", 250);
    expect(client, "DATA\r\n", 354);
    write_message(text, user, forged ? (user + 2) % USERS : user, number);
    expect(client, text, forged ? 550 : 250);
}

static unsigned long begin(void) {
    pthread_mutex_lock(&lock);
    unsigned long number = begun;
    begun += per_session;
    pthread_mutex_unlock(&lock);
    return number;
}

static void *sessions(void *unused) {
    (void) unused;
    for (unsigned long number; (number = begin()) < messages;) {
        struct client client = { .fd = open_socket(address, 0) };
        unsigned user = (unsigned) (number / per_session * 7919u % USERS);
        log_in(&client, user);
        for (unsigned long i = 0; i < per_session; i++)
            submit(&client, user, number + i);
        expect(&client, "QUIT\r\n", 221);
        close(client.fd);
    }
    return NULL;
}

int main(int argc, char **argv) {
    pthread_t threads[MAX_SESSIONS];
    size_t count = argc == 6 ? strtoul(argv[2], NULL, 10) : 0;
    messages = argc == 6 ? strtoul(argv[3], NULL, 10) : 0;
    per_session = argc == 6 ? strtoul(argv[4], NULL, 10) : 0;
    if (count < 1 || count > MAX_SESSIONS || messages < 1 || per_session < 1 || messages % per_session != 0) {
        fprintf(stderr, "usage: smtp-load ADDRESS SESSIONS MESSAGES PER_SESSION good|forged\n");
        return 64;
    }
    address = argv[1];
    forged = strcmp(argv[5], "forged") == 0;
    double start = now();
    for (size_t i = 0; i < count; i++)
        if (pthread_create(&threads[i], NULL, sessions, NULL) != 0)
            die("thread");
    for (size_t i = 0; i < count; i++)
        pthread_join(threads[i], NULL);
    printf("%.1f\n", (double) messages / (now() - start));
    return 0;
}
