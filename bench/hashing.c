/*
 * hashing - what hashing a password costs natively: crypt_r of libcrypt, and Argon2 of
 * libsodium, which are the ones that Dovecot uses.
 *
 *     hashing make SETTING COUNT PASSWORD     prints COUNT hashes; a setting ends before the salt
 *     hashing verify HASH COUNT PASSWORD      prints the median of COUNT verifications, in microseconds
 *
 * SETTING is as in crypt(5), or $argon2id$ for what libsodium makes with 3 passes over 64 MiB.
 */
#include <crypt.h>
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

enum { MAX_COUNT = 100000 };

static int (*argon2_make)(char *, const char *, unsigned long long, unsigned long long, size_t);
static int (*argon2_verify)(const char *, const char *, unsigned long long);

static void fail(const char *what) {
    fprintf(stderr, "hashing: %s\n", what);
    exit(1);
}

static void use_libsodium(void) {
    void *library = dlopen("libsodium.so.23", RTLD_NOW);
    if (library == NULL)
        fail("libsodium.so.23 is missing: apt-get install libsodium23");
    int (*init)(void);
    *(void **) &init = dlsym(library, "sodium_init");
    *(void **) &argon2_make = dlsym(library, "crypto_pwhash_str");
    *(void **) &argon2_verify = dlsym(library, "crypto_pwhash_str_verify");
    if (init == NULL || argon2_make == NULL || argon2_verify == NULL || init() < 0)
        fail("libsodium does not work");
}

static int is_argon2(const char *setting) {
    return strncmp(setting, "$argon2", 7) == 0;
}

static void make(const char *setting, const char *password) {
    static const char letters[] = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    struct crypt_data data = { 0 };
    unsigned char random[22];
    char whole[256];
    if (is_argon2(setting)) {
        char hash[128];
        if (argon2_make(hash, password, strlen(password), 3, 64 << 20) != 0)
            fail("out of memory");
        puts(hash);
        return;
    }
    if (getrandom(random, sizeof random, 0) != sizeof random)
        fail("no random numbers");
    size_t length = strlen(setting), salt = setting[1] == '2' ? 22 : 16;
    if (length + salt >= sizeof whole)
        fail("the setting is too long");
    memcpy(whole, setting, length);
    for (size_t i = 0; i < salt; i++)
        whole[length + i] = letters[random[i] & 63];
    if (salt == 22)
        whole[length + 21] = 'u'; /* only the upper two bits of the last letter count */
    whole[length + salt] = 0;
    const char *hash = crypt_r(password, whole, &data);
    if (hash == NULL || hash[0] == '*')
        fail("crypt_r does not know this setting");
    puts(hash);
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double) time.tv_sec * 1e6 + (double) time.tv_nsec / 1e3;
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *) a, y = *(const double *) b;
    return (x > y) - (x < y);
}

static void verify(const char *hash, int count, const char *password) {
    static double took[MAX_COUNT];
    struct crypt_data data = { 0 };
    for (int i = 0; i < count; i++) {
        double began = now();
        int right;
        if (is_argon2(hash)) {
            right = argon2_verify(hash, password, strlen(password)) == 0;
        } else {
            const char *again = crypt_r(password, hash, &data);
            right = again != NULL && strcmp(again, hash) == 0;
        }
        took[i] = now() - began;
        if (!right)
            fail("wrong password");
    }
    qsort(took, (size_t) count, sizeof *took, ascending);
    printf("%.1f\n", took[count / 2]);
}

int main(int argc, char **argv) {
    int count = argc == 5 ? atoi(argv[3]) : 0;
    if (count < 1 || count > MAX_COUNT) {
        fprintf(stderr, "usage: hashing make|verify SETTING|HASH COUNT PASSWORD\n");
        return 64;
    }
    if (is_argon2(argv[2]))
        use_libsodium();
    if (strcmp(argv[1], "verify") == 0)
        verify(argv[2], count, argv[4]);
    else
        for (int i = 0; i < count; i++)
            make(argv[2], argv[4]);
    return 0;
}
