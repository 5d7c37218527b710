// SPDX-License-Identifier: Apache-2.0
/* A device for the tests of the modules that use cryptography: flash model, port, provider and keys.
 *
 * bench_power_on is what happens at each start: everything in RAM is new, flash and counters stay.
 */
#ifndef RPRT_TEST_BENCH_H
#define RPRT_TEST_BENCH_H

#include "flash.h"
#include "rprt/crypto.h"

struct bench {
    struct flash flash;
    struct rprt_port port;
    struct rprt_crypto crypto;
};

extern const uint8_t bench_key[32]; // STORE, LOG and PIN key of all benches

void bench_init(struct bench *bench, uint32_t sector_size);
void bench_power_on(struct bench *bench);
void bench_done(struct bench *bench); // gives the provider's keys back

#endif
