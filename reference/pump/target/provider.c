// SPDX-License-Identifier: Apache-2.0
/*
 * What Mbed TLS needs from the image: memory and random bytes.
 */
#include "pump/target/provider.h"

#include "pump/target/board.h"

#include <mbedtls/memory_buffer_alloc.h>
#include <psa/crypto.h>

enum { POOL = 24 * 1024 };

// The provider's heap.  One pool: all calls come from the communications side.
static unsigned char pool[POOL] __attribute__((aligned(8)));

// The linker puts the second in front of the first (--wrap), so that an allocation can be refused on
// the bench's order, for attack 16.
void *__real_mbedtls_calloc(size_t n, size_t size); // NOLINT(bugprone-reserved-identifier)
void *__wrap_mbedtls_calloc(size_t n, size_t size); // NOLINT(bugprone-reserved-identifier)

void *__wrap_mbedtls_calloc(size_t n, size_t size) // NOLINT(bugprone-reserved-identifier)
{
    uint32_t faults = board_shared.faults;
    uint32_t number = faults >> PUMP_FAULT_NUMBER;
    board_shared.allocations++;
    if ((faults & PUMP_FAULT_MEMORY) != 0 && (number == 0 || number == board_shared.allocations))
        return NULL;
    return __real_mbedtls_calloc(n, size);
}

void board_provider_start(void)
{
    mbedtls_memory_buffer_alloc_init(pool, sizeof pool);
}

psa_status_t mbedtls_psa_external_get_random(mbedtls_psa_external_random_context_t *context,
                                             uint8_t *output, size_t output_size,
                                             size_t *output_length)
{
    (void)context;
    const struct pump_port *port = board_port();
    if (!port->random(port->context, output, output_size))
        return PSA_ERROR_INSUFFICIENT_ENTROPY;
    *output_length = output_size;
    return PSA_SUCCESS;
}
