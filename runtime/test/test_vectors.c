// SPDX-License-Identifier: Apache-2.0
// The known answers and edge cases of vectors.txt through the adaptor.
// usage: test_vectors vectors.txt
#include "check.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "bench.h"

#define FIELDS 8u
#define BYTES_MOST 512u

static const char *vectors_path;

// A line: words, and their bytes where they are hexadecimal.
struct vector {
    char line[4096];
    unsigned number;
    const char *word[FIELDS];
    unsigned n;
    uint8_t bytes[FIELDS][BYTES_MOST];
    size_t size[FIELDS];
};

static size_t unhex(const char *text, uint8_t *out)
{
    size_t n = 0;
    for (; text[2 * n] != 0 && text[0] != '-'; n++) {
        unsigned byte = 0;
        if (n == BYTES_MOST || sscanf(text + 2 * n, "%2x", &byte) != 1)
            return 0; // a word
        out[n] = (uint8_t)byte;
    }
    return n;
}

// The next line of the file whose first word is this; false at its end.
static bool next_vector(FILE *file, const char *kind, struct vector *vector)
{
    while (fgets(vector->line, sizeof vector->line, file) != NULL) {
        vector->number++;
        vector->n = 0;
        for (char *word = strtok(vector->line, " \n"); word != NULL && vector->n < FIELDS;
             word = strtok(NULL, " \n")) {
            vector->word[vector->n] = word;
            vector->size[vector->n] = unhex(word, vector->bytes[vector->n]);
            vector->n++;
        }
        if (vector->n > 1 && strcmp(vector->word[0], kind) == 0)
            return true;
    }
    return false;
}

// Calls check for each line of a kind; says how many there were, at least so many.
static void each_vector(const char *kind, unsigned least,
                        enum rprt_status (*check)(struct bench *bench, struct vector *vector))
{
    static struct vector vector;
    vector.number = 0;
    FILE *file = fopen(vectors_path, "r");
    assert_non_null(file);
    unsigned n = 0;
    struct bench bench;
    bench_init(&bench, 256);
    while (next_vector(file, kind, &vector)) {
        if (check(&bench, &vector) != RPRT_OK)
            fail_msg("%s, line %u", vectors_path, vector.number);
        n++;
    }
    bench_done(&bench);
    fclose(file);
    print_message("crypto: %u vectors of kind %s\n", n, kind);
    assert_true(n >= least);
}

// OK when the bytes are those of a field.
static enum rprt_status same(const struct vector *vector, unsigned field, const uint8_t *bytes,
                             size_t size)
{
    return vector->size[field] == size && memcmp(vector->bytes[field], bytes, size) == 0
               ? RPRT_OK
               : RPRT_ERR_MISMATCH;
}

// In one piece and in pieces of seven bytes.
static enum rprt_status check_hash(struct bench *bench, struct vector *vector)
{
    (void)bench;
    const uint8_t *message = vector->bytes[1];
    for (size_t piece = 7; piece <= BYTES_MOST; piece *= BYTES_MOST / 7) {
        struct rprt_hash hash;
        uint8_t out[RPRT_HASH_SIZE];
        enum rprt_status status = rprt_hash_begin(&hash);
        for (size_t off = 0; off < vector->size[1] && status == RPRT_OK; off += piece) {
            size_t left = vector->size[1] - off;
            status = rprt_hash_add(&hash, message + off, left < piece ? left : piece);
        }
        if (status != RPRT_OK || rprt_hash_end(&hash, out) != RPRT_OK ||
            same(vector, 2, out, sizeof out) != RPRT_OK)
            return RPRT_ERR_MISMATCH;
    }
    return RPRT_OK;
}

static void hash_gives_the_known_answers(void **state)
{
    (void)state;
    each_vector("hash", 15, check_hash);
    // FIPS 180-2, B.3: one million times 'a'.
    uint8_t text[1000];
    uint8_t wanted[BYTES_MOST];
    uint8_t out[RPRT_HASH_SIZE];
    memset(text, 'a', sizeof text);
    unhex("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0", wanted);
    struct rprt_hash hash;
    assert_status(rprt_hash_begin(&hash), RPRT_OK);
    for (int i = 0; i < 1000; i++)
        assert_status(rprt_hash_add(&hash, text, sizeof text), RPRT_OK);
    assert_status(rprt_hash_end(&hash, out), RPRT_OK);
    assert_memory_equal(out, wanted, sizeof out);
}

static enum rprt_status set_key(struct bench *bench, enum rprt_use use, const uint8_t *key,
                                size_t size)
{
    return rprt_crypto_key_set(&bench->crypto, RPRT_KEY_OWN, use, key, size);
}

// In one part, and cut into four.
static enum rprt_status check_mac(struct bench *bench, struct vector *vector)
{
    const uint8_t *message = vector->bytes[2];
    size_t size = vector->size[2];
    size_t cut = size / 4;
    const struct rprt_part parts[4] = {{message, cut},
                                       {message + cut, cut},
                                       {message + 2 * cut, 0},
                                       {message + 2 * cut, size - 2 * cut}};
    const struct rprt_part whole = {message, size};
    uint8_t out[RPRT_MAC_SIZE];
    if (set_key(bench, RPRT_USE_MAC, vector->bytes[1], vector->size[1]) != RPRT_OK ||
        rprt_crypto_mac(&bench->crypto, RPRT_KEY_OWN, &whole, 1, out) != RPRT_OK ||
        same(vector, 3, out, sizeof out) != RPRT_OK)
        return RPRT_ERR_MISMATCH;
    if (rprt_crypto_mac(&bench->crypto, RPRT_KEY_OWN, parts, 4, out) != RPRT_OK)
        return RPRT_ERR_MISMATCH;
    return same(vector, 3, out, sizeof out);
}

static void mac_gives_the_known_answers(void **state)
{
    (void)state;
    each_vector("mac", 14, check_mac);
}

// RFC 5869 out of the adaptor's MAC: fields are secret, salt, info, out.
static enum rprt_status check_hkdf(struct bench *bench, struct vector *vector)
{
    uint8_t key[RPRT_MAC_SIZE];
    uint8_t block[RPRT_MAC_SIZE];
    const struct rprt_part secret = {vector->bytes[1], vector->size[1]};
    if (set_key(bench, RPRT_USE_MAC, vector->bytes[2], vector->size[2]) != RPRT_OK ||
        rprt_crypto_mac(&bench->crypto, RPRT_KEY_OWN, &secret, 1, key) != RPRT_OK ||
        set_key(bench, RPRT_USE_MAC, key, sizeof key) != RPRT_OK)
        return RPRT_ERR_MISMATCH;
    for (size_t off = 0; off < vector->size[4]; off += sizeof block) {
        uint8_t number = (uint8_t)(off / sizeof block + 1);
        const struct rprt_part parts[3] = {{block, off == 0 ? 0 : sizeof block},
                                           {vector->bytes[3], vector->size[3]},
                                           {&number, 1}};
        size_t left = vector->size[4] - off;
        if (rprt_crypto_mac(&bench->crypto, RPRT_KEY_OWN, parts, 3, block) != RPRT_OK ||
            memcmp(block, vector->bytes[4] + off, left < 32 ? left : 32) != 0)
            return RPRT_ERR_MISMATCH;
    }
    return RPRT_OK;
}

static void derivation_out_of_the_mac_gives_the_known_answers(void **state)
{
    (void)state;
    each_vector("hkdf", 3, check_hkdf);
}

static bool all_zero(const uint8_t *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (bytes[i] != 0)
            return false;
    return true;
}

// Each bit of what is sealed, bound or used once changed: seen, and the text is wiped.
static enum rprt_status check_flips(struct bench *bench, struct vector *vector)
{
    uint8_t data[BYTES_MOST];
    size_t sealed = vector->size[6];
    const struct rprt_box box = {vector->bytes[3], vector->bytes[4], vector->size[4], data,
                                 sealed - RPRT_SEAL_TAG_SIZE};
    for (size_t bit = 0; bit < 8 * (sealed + vector->size[4] + RPRT_NONCE_SIZE); bit++) {
        memcpy(data, vector->bytes[6], sealed);
        size_t byte = bit / 8;
        uint8_t *at = byte < sealed ? data + byte
                      : byte < sealed + vector->size[4]
                          ? vector->bytes[4] + (byte - sealed)
                          : vector->bytes[3] + (byte - sealed - vector->size[4]);
        *at ^= (uint8_t)(1u << bit % 8);
        if (rprt_crypto_open(&bench->crypto, RPRT_KEY_OWN, &box) != RPRT_ERR_MISMATCH ||
            !all_zero(data, sealed))
            return RPRT_ERR_MISMATCH;
        if (byte >= sealed)
            *at ^= (uint8_t)(1u << bit % 8);
    }
    return RPRT_OK;
}

// good: key, nonce, bound, text, sealed. bad: key, nonce, bound, sealed.
static enum rprt_status check_seal(struct bench *bench, struct vector *vector)
{
    uint8_t data[BYTES_MOST];
    bool good = strcmp(vector->word[1], "good") == 0;
    unsigned last = good ? 6 : 5;
    size_t sealed = vector->size[last];
    if (vector->size[3] != RPRT_NONCE_SIZE || sealed < RPRT_SEAL_TAG_SIZE - 1 ||
        set_key(bench, RPRT_USE_SEAL, vector->bytes[2], vector->size[2]) != RPRT_OK)
        return RPRT_ERR_MISMATCH;
    const struct rprt_box box = {vector->bytes[3], vector->bytes[4], vector->size[4], data,
                                 sealed - RPRT_SEAL_TAG_SIZE};
    memcpy(data, vector->bytes[last], sealed);
    if (!good)
        return rprt_crypto_open(&bench->crypto, RPRT_KEY_OWN, &box) == RPRT_ERR_MISMATCH &&
                       all_zero(data, sealed)
                   ? RPRT_OK
                   : RPRT_ERR_MISMATCH;
    if (rprt_crypto_open(&bench->crypto, RPRT_KEY_OWN, &box) != RPRT_OK ||
        memcmp(data, vector->bytes[5], box.size) != 0 ||
        rprt_crypto_seal(&bench->crypto, RPRT_KEY_OWN, &box) != RPRT_OK ||
        same(vector, 6, data, sealed) != RPRT_OK)
        return RPRT_ERR_MISMATCH;
    return check_flips(bench, vector);
}

static void seal_gives_the_known_answers(void **state)
{
    (void)state;
    each_vector(RPRT_AEAD == RPRT_AEAD_CCM ? "ccm" : "chachapoly", 60, check_seal);
}

// good or bad: key, digest, signature.
static enum rprt_status check_verify(struct bench *bench, struct vector *vector)
{
    if (vector->size[3] != RPRT_HASH_SIZE || vector->size[4] != RPRT_SIGNATURE_SIZE ||
        set_key(bench, RPRT_USE_VERIFY, vector->bytes[2], vector->size[2]) != RPRT_OK)
        return RPRT_ERR_FORMAT;
    bool good = strcmp(vector->word[1], "good") == 0;
    enum rprt_status wanted = good ? RPRT_OK : RPRT_ERR_MISMATCH;
    return rprt_crypto_verify(&bench->crypto, RPRT_KEY_OWN, vector->bytes[3], vector->bytes[4]) ==
                   wanted
               ? RPRT_OK
               : RPRT_ERR_MISMATCH;
}

// Not taken, and the slot is empty afterwards.
static enum rprt_status check_nokey(struct bench *bench, struct vector *vector)
{
    uint8_t zero[RPRT_SIGNATURE_SIZE] = {0};
    if (set_key(bench, RPRT_USE_VERIFY, vector->bytes[1], vector->size[1]) != RPRT_ERR_PROVIDER)
        return RPRT_ERR_MISMATCH;
    return rprt_crypto_verify(&bench->crypto, RPRT_KEY_OWN, zero, zero) == RPRT_ERR_KEY
               ? RPRT_OK
               : RPRT_ERR_MISMATCH;
}

static enum rprt_status check_nosize(struct bench *bench, struct vector *vector)
{
    return set_key(bench, RPRT_USE_VERIFY, vector->bytes[1], vector->size[1]) == RPRT_ERR_ARG
               ? RPRT_OK
               : RPRT_ERR_MISMATCH;
}

static void verify_gives_the_known_answers(void **state)
{
    (void)state;
    each_vector("verify", 30, check_verify);
    each_vector("nokey", 11, check_nokey);
    each_vector("nosize", 4, check_nosize);
}

// RFC 6979, A.2.5: P-256 with SHA-256, message "sample".
static const char sample_key[] =
    "0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
    "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299";

static void changed_signatures_are_refused(void **state)
{
    (void)state;
    uint8_t key[BYTES_MOST];
    uint8_t digest[BYTES_MOST];
    uint8_t signature[BYTES_MOST];
    unhex(sample_key, key);
    unhex("af2bdbe1aa9b6ec1e2ade1d694f41fc71a831d0268e9891562113d8a62add1bf", digest);
    unhex("efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
          "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8",
          signature);
    struct bench bench;
    bench_init(&bench, 256);
    assert_status(set_key(&bench, RPRT_USE_VERIFY, key, 65), RPRT_OK);
    assert_status(rprt_crypto_verify(&bench.crypto, RPRT_KEY_OWN, digest, signature), RPRT_OK);
    for (uint32_t bit = 0; bit < 8 * 96; bit += 3) {
        uint8_t *at = bit < 512 ? signature + bit / 8 : digest + (bit / 8 - 64);
        *at ^= (uint8_t)(1u << bit % 8);
        assert_status(rprt_crypto_verify(&bench.crypto, RPRT_KEY_OWN, digest, signature),
                      RPRT_ERR_MISMATCH);
        *at ^= (uint8_t)(1u << bit % 8);
    }
    bench_done(&bench);
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: test_vectors vectors.txt\n");
        return 2;
    }
    vectors_path = argv[1];
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hash_gives_the_known_answers),
        cmocka_unit_test(mac_gives_the_known_answers),
        cmocka_unit_test(derivation_out_of_the_mac_gives_the_known_answers),
        cmocka_unit_test(seal_gives_the_known_answers),
        cmocka_unit_test(verify_gives_the_known_answers),
        cmocka_unit_test(changed_signatures_are_refused),
    };
    return cmocka_run_group_tests_name("runtime.vectors", tests, NULL, NULL);
}
