// SPDX-License-Identifier: Apache-2.0
// Each call of PSA failing or lying in turn, wrong arguments, and the random source. The known answers
// are in test_vectors.c.
#include "check.h"

#include <stdbool.h>
#include <string.h>

#include "bench.h"

// --- calls of PSA that fail to order: the linker sends them here ---

static uint32_t calls;
static uint32_t fail_at; // from 1; 0: none
static bool lie;         // instead of failing, the call says it wrote a byte less than it did

static psa_status_t failing(void)
{
    return ++calls == fail_at && !lie ? PSA_ERROR_INSUFFICIENT_MEMORY : PSA_SUCCESS;
}

static psa_status_t lying(psa_status_t status, size_t *n)
{
    if (lie && calls == fail_at && *n > 0)
        *n -= 1;
    return status;
}

#define WRAP(name, parameters, arguments)                                                          \
    psa_status_t __real_##name parameters;                                                         \
    psa_status_t __wrap_##name parameters;                                                         \
    psa_status_t __wrap_##name parameters                                                          \
    {                                                                                              \
        psa_status_t status = failing();                                                           \
        return status != PSA_SUCCESS ? status : __real_##name arguments;                           \
    }

// The same for calls that say how much they wrote, in *n.
#define WRAP_SIZED(name, parameters, arguments)                                                    \
    psa_status_t __real_##name parameters;                                                         \
    psa_status_t __wrap_##name parameters;                                                         \
    psa_status_t __wrap_##name parameters                                                          \
    {                                                                                              \
        psa_status_t status = failing();                                                           \
        return status != PSA_SUCCESS ? status : lying(__real_##name arguments, n);                 \
    }

WRAP(psa_crypto_init, (void), ())
WRAP(psa_import_key,
     (const psa_key_attributes_t *attributes, const uint8_t *data, size_t size, psa_key_id_t *id),
     (attributes, data, size, id))
WRAP(psa_hash_setup, (psa_hash_operation_t * operation, psa_algorithm_t alg), (operation, alg))
WRAP(psa_hash_update, (psa_hash_operation_t * operation, const uint8_t *data, size_t size),
     (operation, data, size))
WRAP_SIZED(psa_hash_finish,
           (psa_hash_operation_t * operation, uint8_t *out, size_t size, size_t *n),
           (operation, out, size, n))
WRAP(psa_mac_sign_setup, (psa_mac_operation_t * operation, psa_key_id_t key, psa_algorithm_t alg),
     (operation, key, alg))
WRAP(psa_mac_update, (psa_mac_operation_t * operation, const uint8_t *data, size_t size),
     (operation, data, size))
WRAP_SIZED(psa_mac_sign_finish,
           (psa_mac_operation_t * operation, uint8_t *out, size_t size, size_t *n),
           (operation, out, size, n))
WRAP(psa_verify_hash,
     (psa_key_id_t key, psa_algorithm_t alg, const uint8_t *hash, size_t hash_size,
      const uint8_t *signature, size_t size),
     (key, alg, hash, hash_size, signature, size))
WRAP_SIZED(psa_aead_encrypt,
           (psa_key_id_t key, psa_algorithm_t alg, const uint8_t *nonce, size_t nonce_size,
            const uint8_t *bound, size_t bound_size, const uint8_t *in, size_t in_size,
            uint8_t *out, size_t out_size, size_t *n),
           (key, alg, nonce, nonce_size, bound, bound_size, in, in_size, out, out_size, n))
WRAP_SIZED(psa_aead_decrypt,
           (psa_key_id_t key, psa_algorithm_t alg, const uint8_t *nonce, size_t nonce_size,
            const uint8_t *bound, size_t bound_size, const uint8_t *in, size_t in_size,
            uint8_t *out, size_t out_size, size_t *n),
           (key, alg, nonce, nonce_size, bound, bound_size, in, in_size, out, out_size, n))

static void setup(struct bench *bench)
{
    fail_at = 0;
    bench_init(bench, 256);
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
    // The public key of RFC 6979, A.2.5.
    static const uint8_t key[65] =
        "\x04\x60\xfe\xd4\xba\x25\x5a\x9d\x31\xc9\x61\xeb\x74\xc6\x35\x6d\x68"
        "\xc0\x49\xb8\x92\x3b\x61\xfa\x6c\xe6\x69\x62\x2e\x60\xf2\x9f\xb6"
        "\x79\x03\xfe\x10\x08\xb8\xbc\x99\xa4\x1a\xe9\xe9\x56\x28\xbc\x64"
        "\xf2\xf1\xb2\x0c\x2d\x7e\x9f\x51\x77\xa3\xc2\x94\xd4\x46\x22\x99";
    assert_status(rprt_crypto_key_set(&bench.crypto, RPRT_KEY_ROOT, RPRT_USE_VERIFY, key, 65),
                  RPRT_OK);
    calls = 0;
    fail_at = 1;
    assert_status(rprt_crypto_verify(&bench.crypto, RPRT_KEY_ROOT, zero, zero), RPRT_ERR_PROVIDER);
    bench_done(&bench);
}

// A provider that succeeds and wrote less than everything has failed.
static void each_size_that_is_too_small_is_a_failure(void **state)
{
    (void)state;
    struct bench bench;
    setup(&bench);
    bench_done(&bench);
    calls = 0;
    assert_status(all_jobs(&bench), RPRT_OK);
    bench_done(&bench);
    uint32_t n = calls;
    unsigned found = 0;
    lie = true;
    for (uint32_t i = 1; i <= n; i++) {
        calls = 0;
        fail_at = i;
        enum rprt_status status = all_jobs(&bench);
        fail_at = 0;
        bench_done(&bench);
        if (status == RPRT_ERR_PROVIDER)
            found++;
        else
            assert_status(status, RPRT_OK); // a call that says no size
    }
    lie = false;
    assert_int_equal(found, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wrong_sizes_and_slots_are_refused),
        cmocka_unit_test(stuck_or_failing_random_is_seen),
        cmocka_unit_test(each_provider_call_failing_in_turn),
        cmocka_unit_test(each_size_that_is_too_small_is_a_failure),
    };
    return cmocka_run_group_tests_name("runtime.crypto", tests, NULL, NULL);
}
