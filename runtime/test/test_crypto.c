// SPDX-License-Identifier: Apache-2.0
// Known answers through the adaptor, each call of PSA failing in turn, and the random source.
#include "check.h"

#include <string.h>

#include "bench.h"

// --- calls of PSA that fail to order: the linker sends them here ---

static uint32_t calls;
static uint32_t fail_at; // from 1; 0: none

static psa_status_t failing(void)
{
    return ++calls == fail_at ? PSA_ERROR_INSUFFICIENT_MEMORY : PSA_SUCCESS;
}

#define WRAP(name, parameters, arguments)                                                          \
    psa_status_t __real_##name parameters;                                                         \
    psa_status_t __wrap_##name parameters;                                                         \
    psa_status_t __wrap_##name parameters                                                          \
    {                                                                                              \
        psa_status_t status = failing();                                                           \
        return status != PSA_SUCCESS ? status : __real_##name arguments;                           \
    }

WRAP(psa_crypto_init, (void), ())
WRAP(psa_import_key,
     (const psa_key_attributes_t *attributes, const uint8_t *data, size_t size, psa_key_id_t *id),
     (attributes, data, size, id))
WRAP(psa_hash_setup, (psa_hash_operation_t * operation, psa_algorithm_t alg), (operation, alg))
WRAP(psa_hash_update, (psa_hash_operation_t * operation, const uint8_t *data, size_t size),
     (operation, data, size))
WRAP(psa_hash_finish, (psa_hash_operation_t * operation, uint8_t *out, size_t size, size_t *n),
     (operation, out, size, n))
WRAP(psa_mac_sign_setup, (psa_mac_operation_t * operation, psa_key_id_t key, psa_algorithm_t alg),
     (operation, key, alg))
WRAP(psa_mac_update, (psa_mac_operation_t * operation, const uint8_t *data, size_t size),
     (operation, data, size))
WRAP(psa_mac_sign_finish, (psa_mac_operation_t * operation, uint8_t *out, size_t size, size_t *n),
     (operation, out, size, n))
WRAP(psa_verify_hash,
     (psa_key_id_t key, psa_algorithm_t alg, const uint8_t *hash, size_t hash_size,
      const uint8_t *signature, size_t size),
     (key, alg, hash, hash_size, signature, size))
WRAP(psa_aead_encrypt,
     (psa_key_id_t key, psa_algorithm_t alg, const uint8_t *nonce, size_t nonce_size,
      const uint8_t *bound, size_t bound_size, const uint8_t *in, size_t in_size, uint8_t *out,
      size_t out_size, size_t *n),
     (key, alg, nonce, nonce_size, bound, bound_size, in, in_size, out, out_size, n))
WRAP(psa_aead_decrypt,
     (psa_key_id_t key, psa_algorithm_t alg, const uint8_t *nonce, size_t nonce_size,
      const uint8_t *bound, size_t bound_size, const uint8_t *in, size_t in_size, uint8_t *out,
      size_t out_size, size_t *n),
     (key, alg, nonce, nonce_size, bound, bound_size, in, in_size, out, out_size, n))

static void unhex(const char *text, uint8_t *out)
{
    for (size_t i = 0; text[2 * i] != 0; i++) {
        unsigned byte = 0;
        for (size_t k = 0; k < 2; k++) {
            char c = text[2 * i + k];
            byte = byte * 16 + (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
        }
        out[i] = (uint8_t)byte;
    }
}

static void setup(struct bench *bench)
{
    fail_at = 0;
    bench_init(bench, 256);
}

// FIPS 180-4, the message "abc".
static void hash_gives_the_known_answer(void **state)
{
    (void)state;
    uint8_t wanted[32];
    uint8_t out[32];
    unhex("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", wanted);
    struct bench bench;
    setup(&bench);
    struct rprt_hash hash;
    assert_status(rprt_hash_begin(&hash), RPRT_OK);
    assert_status(rprt_hash_add(&hash, (const uint8_t *)"a", 1), RPRT_OK);
    assert_status(rprt_hash_add(&hash, (const uint8_t *)"bc", 2), RPRT_OK);
    assert_status(rprt_hash_end(&hash, out), RPRT_OK);
    assert_memory_equal(out, wanted, 32);
    bench_done(&bench);
}

// The answer comes from Python's hmac.
static void mac_gives_the_known_answer(void **state)
{
    (void)state;
    uint8_t wanted[32];
    uint8_t key[64];
    uint8_t out[32];
    for (uint8_t i = 0; i < 64; i++)
        key[i] = i;
    unhex("a9722cd5053587c7aed254a9b6b13c390fe2f539cfdfed89a13995b843dba826", wanted);
    struct bench bench;
    setup(&bench);
    assert_status(rprt_crypto_key_set(&bench.crypto, RPRT_KEY_OWN, RPRT_USE_MAC, key, 32), RPRT_OK);
    const struct rprt_part parts[3] = {
        {(const uint8_t *)"rem", 3}, {(const uint8_t *)"part", 4}, {key, 64}};
    assert_status(rprt_crypto_mac(&bench.crypto, RPRT_KEY_OWN, parts, 3, out), RPRT_OK);
    assert_memory_equal(out, wanted, 32);
    bench_done(&bench);
}

// NIST SP 800-38C, example 3, with a tag of 16 bytes; the tag comes from OpenSSL.
static void seal_gives_the_known_answer(void **state)
{
    (void)state;
    uint8_t key[16];
    uint8_t nonce[12];
    uint8_t bound[20];
    uint8_t text[24];
    uint8_t wanted[40];
    uint8_t data[40];
    unhex("404142434445464748494a4b4c4d4e4f", key);
    unhex("101112131415161718191a1b", nonce);
    for (uint8_t i = 0; i < 24; i++)
        text[i] = (uint8_t)(0x20 + i);
    for (uint8_t i = 0; i < 20; i++)
        bound[i] = i;
    unhex("e3b201a9f5b71a7a9b1ceaeccd97e70b6176aad9a4428aa5c87ae488918de93f17dd3e4934347f44",
          wanted);
    struct bench bench;
    setup(&bench);
    assert_status(rprt_crypto_key_set(&bench.crypto, RPRT_KEY_OWN, RPRT_USE_SEAL, key, 16),
                  RPRT_OK);
    memcpy(data, text, 24);
    const struct rprt_box box = {nonce, bound, 20, data, 24};
    assert_status(rprt_crypto_seal(&bench.crypto, RPRT_KEY_OWN, &box), RPRT_OK);
    assert_memory_equal(data, wanted, 40);
    assert_status(rprt_crypto_open(&bench.crypto, RPRT_KEY_OWN, &box), RPRT_OK);
    assert_memory_equal(data, text, 24);
    // Each flipped bit of what is sealed, bound or used once is seen, and the text is wiped.
    static const uint8_t zero[40];
    for (uint32_t bit = 0; bit < 8 * (40 + 20 + 12); bit++) {
        memcpy(data, wanted, 40);
        uint32_t byte = bit / 8;
        uint8_t *at = byte < 40   ? data + byte
                      : byte < 60 ? bound + (byte - 40)
                                  : nonce + (byte - 60);
        *at ^= (uint8_t)(1u << bit % 8);
        assert_status(rprt_crypto_open(&bench.crypto, RPRT_KEY_OWN, &box), RPRT_ERR_MISMATCH);
        assert_memory_equal(data, zero, 40);
        if (byte >= 40)
            *at ^= (uint8_t)(1u << bit % 8);
    }
    bench_done(&bench);
}

// RFC 6979, A.2.5: P-256 with SHA-256, message "sample".
static void verify_gives_the_known_answer(void **state)
{
    (void)state;
    uint8_t key[65];
    uint8_t digest[32];
    uint8_t signature[64];
    unhex("0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
          "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299",
          key);
    unhex("efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
          "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8",
          signature);
    struct bench bench;
    setup(&bench);
    struct rprt_hash hash;
    assert_status(rprt_hash_begin(&hash), RPRT_OK);
    assert_status(rprt_hash_add(&hash, (const uint8_t *)"sample", 6), RPRT_OK);
    assert_status(rprt_hash_end(&hash, digest), RPRT_OK);
    assert_status(rprt_crypto_key_set(&bench.crypto, RPRT_KEY_ROOT, RPRT_USE_VERIFY, key, 65),
                  RPRT_OK);
    assert_status(rprt_crypto_verify(&bench.crypto, RPRT_KEY_ROOT, digest, signature), RPRT_OK);
    for (uint32_t bit = 0; bit < 8 * 96; bit += 3) {
        uint8_t *at = bit < 512 ? signature + bit / 8 : digest + (bit / 8 - 64);
        *at ^= (uint8_t)(1u << bit % 8);
        assert_status(rprt_crypto_verify(&bench.crypto, RPRT_KEY_ROOT, digest, signature),
                      RPRT_ERR_MISMATCH);
        *at ^= (uint8_t)(1u << bit % 8);
    }
    memset(signature, 0, sizeof signature); // r = s = 0
    assert_status(rprt_crypto_verify(&bench.crypto, RPRT_KEY_ROOT, digest, signature),
                  RPRT_ERR_MISMATCH);
    memset(signature, 0xff, sizeof signature); // beyond the order of the curve
    assert_status(rprt_crypto_verify(&bench.crypto, RPRT_KEY_ROOT, digest, signature),
                  RPRT_ERR_MISMATCH);
    key[64] ^= 1; // not on the curve
    assert_status(rprt_crypto_key_set(&bench.crypto, RPRT_KEY_ROOT, RPRT_USE_VERIFY, key, 65),
                  RPRT_ERR_PROVIDER);
    assert_status(rprt_crypto_verify(&bench.crypto, RPRT_KEY_ROOT, digest, signature),
                  RPRT_ERR_KEY);
    bench_done(&bench);
}

static void wrong_sizes_and_slots_are_refused(void **state)
{
    (void)state;
    struct bench bench;
    setup(&bench);
    uint8_t bytes[300] = {4};
    struct rprt_crypto *crypto = &bench.crypto;
    const struct rprt_box box = {bytes, bytes, 0, bytes, 16};
    const struct rprt_part part[5] = {{bytes, 1}, {bytes, 1}, {bytes, 1}, {bytes, 1}, {bytes, 1}};
    assert_status(rprt_crypto_key_set(crypto, RPRT_KEYS, RPRT_USE_MAC, bytes, 32), RPRT_ERR_ARG);
    assert_status(rprt_crypto_key_set(crypto, 0, RPRT_USE_MAC, bytes, 31), RPRT_ERR_ARG);
    assert_status(rprt_crypto_key_set(crypto, 0, RPRT_USE_SEAL, bytes, 17), RPRT_ERR_ARG);
    assert_status(rprt_crypto_key_set(crypto, 0, RPRT_USE_VERIFY, bytes, 64), RPRT_ERR_ARG);
    assert_status(rprt_crypto_key_set(crypto, 0, (enum rprt_use)9, bytes, 32), RPRT_ERR_ARG);
    assert_status(rprt_crypto_key_use(crypto, 0, 0), RPRT_ERR_ARG);
    assert_status(rprt_crypto_mac(crypto, RPRT_KEYS, part, 1, bytes), RPRT_ERR_ARG);
    assert_status(rprt_crypto_mac(crypto, RPRT_KEY_LOG, part, 5, bytes), RPRT_ERR_ARG);
    assert_status(rprt_crypto_mac(crypto, RPRT_KEY_OWN, part, 1, bytes), RPRT_ERR_KEY);
    assert_status(rprt_crypto_seal(crypto, RPRT_KEY_OWN, &box), RPRT_ERR_KEY);
    assert_status(rprt_crypto_open(crypto, RPRT_KEYS, &box), RPRT_ERR_ARG);
    // A key does its one job only.
    assert_status(rprt_crypto_seal(crypto, RPRT_KEY_LOG, &box), RPRT_ERR_PROVIDER);
    assert_status(rprt_crypto_mac(crypto, RPRT_KEY_STORE, part, 1, bytes), RPRT_ERR_PROVIDER);
    assert_status(rprt_crypto_random(crypto, bytes, 7), RPRT_ERR_ARG);
    assert_status(rprt_crypto_random(crypto, bytes, 257), RPRT_ERR_ARG);
    bench_done(&bench);
}

static void stuck_or_failing_random_is_seen(void **state)
{
    (void)state;
    struct bench bench;
    setup(&bench);
    uint8_t out[16];
    static const uint8_t zero[16];
    assert_status(rprt_crypto_random(&bench.crypto, out, sizeof out), RPRT_OK);
    bench.flash.random_stuck = true;
    assert_status(rprt_crypto_random(&bench.crypto, out, sizeof out), RPRT_OK);
    assert_status(rprt_crypto_random(&bench.crypto, out, sizeof out), RPRT_ERR_RANDOM);
    assert_memory_equal(out, zero, sizeof out);
    bench.flash.random_stuck = false;
    bench.flash.fail_at = bench.flash.calls + 1;
    assert_status(rprt_crypto_random(&bench.crypto, out, sizeof out), RPRT_ERR_RANDOM);
    bench.port.random = NULL;
    assert_status(rprt_crypto_random(&bench.crypto, out, sizeof out), RPRT_ERR_RANDOM);
    bench_done(&bench);
}

// One pass over all jobs; the answer of the first that is not RPRT_OK.
static enum rprt_status all_jobs(struct bench *bench)
{
    struct rprt_crypto *crypto = &bench->crypto;
    uint8_t data[64] = {0};
    uint8_t nonce[12] = {0};
    uint8_t out[32];
    struct rprt_hash hash;
    const struct rprt_part part = {nonce, sizeof nonce};
    const struct rprt_box box = {nonce, nonce, 12, data, 48};
    enum rprt_status status = rprt_crypto_init(crypto, &bench->port);
    if (status == RPRT_OK)
        status = rprt_crypto_key_set(crypto, RPRT_KEY_LOG, RPRT_USE_MAC, bench_key, 32);
    if (status == RPRT_OK)
        status = rprt_crypto_key_set(crypto, RPRT_KEY_STORE, RPRT_USE_SEAL, bench_key,
                                     RPRT_SEAL_KEY_SIZE);
    if (status == RPRT_OK)
        status = rprt_hash_begin(&hash);
    if (status == RPRT_OK) {
        status = rprt_hash_add(&hash, data, sizeof data);
        if (status == RPRT_OK)
            status = rprt_hash_end(&hash, out);
        rprt_hash_abort(&hash);
    }
    if (status == RPRT_OK)
        status = rprt_crypto_mac(crypto, RPRT_KEY_LOG, &part, 1, out);
    if (status == RPRT_OK)
        status = rprt_crypto_seal(crypto, RPRT_KEY_STORE, &box);
    if (status == RPRT_OK)
        status = rprt_crypto_open(crypto, RPRT_KEY_STORE, &box);
    return status;
}

static void each_provider_call_failing_in_turn(void **state)
{
    (void)state;
    struct bench bench;
    setup(&bench);
    bench_done(&bench);
    calls = 0;
    assert_status(all_jobs(&bench), RPRT_OK);
    bench_done(&bench);
    uint32_t n = calls;
    assert_true(n >= 11);
    for (uint32_t i = 1; i <= n; i++) {
        calls = 0;
        fail_at = i;
        assert_status(all_jobs(&bench), RPRT_ERR_PROVIDER);
        fail_at = 0;
        bench_done(&bench);
    }
    // A signature check that fails inside is not a good signature.
    uint8_t zero[64] = {0};
    setup(&bench);
    uint8_t key[65];
    unhex("0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
          "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299",
          key);
    assert_status(rprt_crypto_key_set(&bench.crypto, RPRT_KEY_ROOT, RPRT_USE_VERIFY, key, 65),
                  RPRT_OK);
    calls = 0;
    fail_at = 1;
    assert_status(rprt_crypto_verify(&bench.crypto, RPRT_KEY_ROOT, zero, zero), RPRT_ERR_PROVIDER);
    bench_done(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hash_gives_the_known_answer),
        cmocka_unit_test(mac_gives_the_known_answer),
        cmocka_unit_test(seal_gives_the_known_answer),
        cmocka_unit_test(verify_gives_the_known_answer),
        cmocka_unit_test(wrong_sizes_and_slots_are_refused),
        cmocka_unit_test(stuck_or_failing_random_is_seen),
        cmocka_unit_test(each_provider_call_failing_in_turn),
    };
    return cmocka_run_group_tests_name("runtime.crypto", tests, NULL, NULL);
}
