// SPDX-License-Identifier: Apache-2.0
// The device behind bench.h.
#include "bench.h"

#include "check.h"

const uint8_t bench_key[32] = {7,  21, 3,  99, 4,  18, 77, 6,  5,  4,  3,  2,  1,  9,  8,  7,
                               11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26};

static void set_keys(struct bench *bench)
{
    assert_status(rprt_crypto_init(&bench->crypto, &bench->port), RPRT_OK);
    assert_status(rprt_crypto_key_set(&bench->crypto, RPRT_KEY_STORE, RPRT_USE_SEAL, bench_key,
                                      RPRT_SEAL_KEY_SIZE),
                  RPRT_OK);
    assert_status(rprt_crypto_key_set(&bench->crypto, RPRT_KEY_LOG, RPRT_USE_MAC, bench_key, 32),
                  RPRT_OK);
    assert_status(rprt_crypto_key_set(&bench->crypto, RPRT_KEY_PIN, RPRT_USE_MAC, bench_key, 32),
                  RPRT_OK);
}

void bench_init(struct bench *bench, uint32_t sector_size)
{
    flash_init(&bench->flash, sector_size);
    bench->port = flash_port(&bench->flash);
    set_keys(bench);
}

void bench_done(struct bench *bench)
{
    for (uint32_t slot = 0; slot < RPRT_KEYS; slot++)
        rprt_crypto_key_drop(&bench->crypto, slot);
}

void bench_power_on(struct bench *bench)
{
    bench_done(bench);
    flash_power_on(&bench->flash);
    set_keys(bench);
}
