// SPDX-License-Identifier: Apache-2.0
/* Secrets marked as undefined memory: under valgrind, a branch or an address that depends on one is an
 * error. What may be known (whether two values are equal) is marked defined before it is used.
 *
 * usage: constant_time equal|leak
 */
#include <string.h>
#include <valgrind/memcheck.h>

#include "rprt/base.h"

// What must be found: leaves at the first difference.
static int leaky_equal(const uint8_t *a, const uint8_t *b, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (a[i] != b[i])
            return 0;
    }
    return 1;
}

int main(int argc, char **argv)
{
    uint8_t secret[32];
    uint8_t guess[32];
    memset(secret, 7, sizeof secret);
    memset(guess, 7, sizeof guess);
    guess[31] = 8;
    (void)VALGRIND_MAKE_MEM_UNDEFINED(secret, sizeof secret);
    if (argc == 2 && strcmp(argv[1], "leak") == 0)
        return leaky_equal(secret, guess, sizeof secret) != 0 ? 1 : 0;
    // The answer itself is public: it decides what happens next. Only its being unequal or not may be
    // looked at, which rprt_equal does on a sum of all differences.
    for (size_t size = 1; size <= sizeof secret; size++) {
        enum rprt_status status = rprt_equal(secret, guess, size);
        (void)VALGRIND_MAKE_MEM_DEFINED(&status, sizeof status);
        if (status != RPRT_OK && status != RPRT_ERR_MISMATCH)
            return 1;
    }
    rprt_wipe(secret, sizeof secret);
    return 0;
}
