/*
 * Runs a command as systemd runs a service with the settings that can be had without it: another user without groups and capabilities,
 * NoNewPrivileges=, SystemCallFilter= with EPERM, and RestrictAddressFamilies=.
 *
 * sandbox UID COMMAND...; allowed.h and families.h are made of the unit.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <grp.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCH AUDIT_ARCH_AARCH64
#endif

static const int allowed[] = {
#include "allowed.h"
};
static const int families[] = {
#include "families.h"
};

static struct sock_filter code[4096];
static unsigned short length;

static void add(unsigned short what, unsigned k, unsigned char yes, unsigned char no) {
    struct sock_filter step = BPF_JUMP(what, k, yes, no);
    code[length++] = step;
}

static void load(size_t offset) {
    add(BPF_LD | BPF_W | BPF_ABS, offset, 0, 0);
}

static void answer(unsigned value) {
    add(BPF_RET | BPF_K, value, 0, 0);
}

static void fail(const char *what) {
    perror(what);
    exit(99);
}

int main(int argc, char **argv) {
    if (argc < 3) {
        return 98;
    }
    load(offsetof(struct seccomp_data, arch));
    add(BPF_JMP | BPF_JEQ | BPF_K, ARCH, 1, 0);
    answer(SECCOMP_RET_KILL_PROCESS);
    load(offsetof(struct seccomp_data, nr));
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++) {
        if (allowed[i] != SYS_socket) {
            add(BPF_JMP | BPF_JEQ | BPF_K, allowed[i], 0, 1);
            answer(SECCOMP_RET_ALLOW);
        }
    }
    add(BPF_JMP | BPF_JEQ | BPF_K, SYS_socket, 1, 0);
    answer(SECCOMP_RET_ERRNO | EPERM);
    load(offsetof(struct seccomp_data, args[0]));
    for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
        add(BPF_JMP | BPF_JEQ | BPF_K, families[i], 0, 1);
        answer(SECCOMP_RET_ALLOW);
    }
    answer(SECCOMP_RET_ERRNO | EAFNOSUPPORT);

    for (int capability = 0; prctl(PR_CAPBSET_READ, capability, 0, 0, 0) >= 0; capability++) {
        if (prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)) {
            fail("capability");
        }
    }
    unsigned id = atoi(argv[1]);
    if (setgroups(0, NULL) || setresgid(id, id, id) || setresuid(id, id, id)) {
        fail("user");
    }
    struct sock_fprog program = {length, code};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program)) {
        fail("seccomp");
    }
    execv(argv[2], argv + 2);
    fail(argv[2]);
}
