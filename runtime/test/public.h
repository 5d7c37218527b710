// SPDX-License-Identifier: Apache-2.0
// Forced into base.c for the constant-time test: what is public is told to valgrind.
#ifndef RPRT_TEST_PUBLIC_H
#define RPRT_TEST_PUBLIC_H

#include <valgrind/memcheck.h>

// Whether two secrets are equal, not where they differ.
#define RPRT_PUBLIC(value)                                                                         \
    do {                                                                                           \
        uint32_t public_value = (value) != 0;                                                      \
        (void)VALGRIND_MAKE_MEM_DEFINED(&public_value, sizeof public_value);                       \
        (value) = public_value;                                                                    \
    } while (0)

#endif
